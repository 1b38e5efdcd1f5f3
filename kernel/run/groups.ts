// console.group indents what is printed until console.groupEnd. A cell that fails in
// between, or forgets it, must not indent the cells after it.

/** Ends the groups that cells leave open. */
export class Groups {
  private open = 0;

  /** Starts to count. */
  install(): void {
    const { group, groupCollapsed, groupEnd } = console;
    const start =
      (original: typeof group) =>
      (...label: unknown[]) => {
        this.open++;
        original(...label);
      };
    Object.assign(console, {
      group: start(group),
      groupCollapsed: start(groupCollapsed),
      groupEnd: () => {
        if (this.open > 0) this.open--;
        groupEnd();
      },
    });
  }

  /** Ends all that are open. */
  end(): void {
    while (this.open > 0) console.groupEnd();
  }
}
