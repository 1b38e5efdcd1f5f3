import { EXIT } from "./exit";
import { UserError } from "./user-error";

/** The user gave arguments that cannot be. */
export class UsageError extends UserError {
  override exitStatus: number = EXIT.usage;
}
