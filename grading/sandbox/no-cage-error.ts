import { UserError } from "../../cli/user-error";

/** No cage can be had, or the one asked for. */
export class NoCageError extends UserError {
  override name = "NoCageError";
}
