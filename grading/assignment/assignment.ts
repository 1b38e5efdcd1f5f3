/** The assignment's name, and the handout's. */
export const ASSIGNMENT = "mlp";
