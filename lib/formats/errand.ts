/** What another thread is to do: code that is given `require` and `data`, and throws nothing. */
export interface Errand {
  code: string;
  data: object;
  /** What of the data this thread has no longer; who uses the package may have no types of Node's. */
  transfer: object[];
}
