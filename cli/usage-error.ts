import { UserError } from "./user-error";

/** The user gave arguments that cannot be. */
export class UsageError extends UserError {}
