/** Whether V8 has been told to make one instruction of two neighbouring ones. */
export let paired: bool = false;

/** Says whether it has. */
export function pairs(on: bool): void {
  paired = on;
}
