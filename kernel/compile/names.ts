// The names that cells have declared, each as the cell that did so last has it. A cell
// sees them as if it had declared them itself: types, classes, namespaces, variables.
import { type SourceFile, symbolIn, ts } from "./typescript";

const { SymbolFlags } = ts;
const PURE_TYPE = SymbolFlags.Interface | SymbolFlags.TypeAlias;
const PURE_VALUE = SymbolFlags.Variable | SymbolFlags.Function;

type Symbol = ts.Symbol & { members?: ts.SymbolTable; exports?: ts.SymbolTable };

/** What cells have declared so far. */
export class DeclaredNames {
  private readonly symbols = new Map<string, Symbol>();

  /** Lets a cell's code use the names of the cells before it. */
  lend(file: SourceFile): void {
    for (const [name, earlier] of this.symbols) {
      const own = symbolIn(file, name);
      if (own) complete(own, earlier);
      else file.locals.set(name, earlier);
    }
  }

  clear(): void {
    this.symbols.clear();
  }

  has(name: string): boolean {
    return this.symbols.has(name);
  }

  /** Takes a name as a cell has declared it. */
  take(name: string, file: SourceFile): void {
    const symbol = symbolIn(file, name);
    if (symbol) this.set(name, symbol);
  }

  set(name: string, symbol: ts.Symbol): void {
    this.symbols.set(name, symbol);
  }
}

/**
 * A type and a value of one name may come from different cells: gives a name what it has
 * not been declared as.
 */
function complete(own: Symbol, earlier: Symbol): void {
  const isType = (own.flags & ~PURE_TYPE) === 0;
  const isValue = (own.flags & ~PURE_VALUE) === 0;
  if (isType && earlier.flags & PURE_VALUE) {
    own.flags |= earlier.flags & PURE_VALUE;
    own.valueDeclaration = earlier.valueDeclaration;
    own.exports ??= earlier.exports;
  } else if (isValue && earlier.flags & PURE_TYPE) {
    own.flags |= earlier.flags & PURE_TYPE;
    own.members ??= earlier.members;
  } else return;
  own.declarations = [...(own.declarations ?? []), ...(earlier.declarations ?? [])];
}
