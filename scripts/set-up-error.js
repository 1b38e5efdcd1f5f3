const { UserError } = require("../cli/user-error");

/** A step of the set-up has failed, or something that it needs is missing. */
class SetUpError extends UserError {}

module.exports = { SetUpError };
