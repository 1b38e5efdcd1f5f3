// In JavaScript, as the set-up needs it before anything is installed.

/**
 * What the user can mend. Its message says what is wrong, where, and what to do; it is
 * shown without a stack trace. Nothing else is on it; those made from it say what is.
 */
class UserError extends Error {}

module.exports = { UserError };
