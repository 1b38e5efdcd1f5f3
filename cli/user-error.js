// In JavaScript, as the set-up needs it before anything is installed.

/**
 * What the user can mend. Its message says what is wrong, where, and what to do; it is
 * shown without a stack trace. It has no properties of its own; the classes over it say
 * what theirs are.
 */
class UserError extends Error {}

module.exports = { UserError };
