/** The exit statuses of every command; the help lists them. */
export const EXIT = {
  success: 0,
  failure: 1,
  usage: 2,
  /** 128 and the number of the signal that ended it. */
  SIGINT: 130,
  SIGPIPE: 141,
  SIGTERM: 143,
} as const;
