// In JavaScript, as the set-up needs it before anything is installed.

/**
 * What the user can mend. Its message says what is wrong, where, and what to do; it is
 * shown without a stack trace. The classes over it say what properties they add.
 */
class UserError extends Error {
  /** With which a command ends: see EXIT in exit.ts. */
  exitStatus = 1;
}

module.exports = { UserError };
