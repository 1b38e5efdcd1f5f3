import { UserError } from "./user-error";

/** What went wrong on the way; anything else that is thrown comes from the own disk. */
export class DownloadError extends UserError {
  /**
   * @param again whether another attempt at the same address may help
   * @param after seconds that the server asks to wait before it
   */
  constructor(
    message: string,
    readonly again = true,
    readonly after = 0,
  ) {
    super(message);
  }
}
