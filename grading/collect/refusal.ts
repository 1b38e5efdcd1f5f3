import { UserError } from "../../cli/user-error";

/** What is wrong with one submission, as its instructor reads it. */
export class Refusal extends UserError {}
