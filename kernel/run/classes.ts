// Lets the instances of an edited class live on with the new class's methods.

type Class = { prototype: object } & Record<PropertyKey, unknown>;

const PRIVATE_MEMBER = /\bthis\.#[A-Za-z_$]|^\s*(?:(?:static|async|get|set)\s+)*\*?#[A-Za-z_$]/m;

/**
 * Makes instances of the class `before` behave as, and be, instances of `after`.
 * Functions that are not classes are left alone.
 * @returns false if that cannot be: JavaScript keeps #private members from methods of
 *   another version of the class
 */
export function replaceClass(before: unknown, after: unknown): boolean {
  if (!isClass(before) || !isClass(after)) return true;
  if (PRIVATE_MEMBER.test(Function.prototype.toString.call(before))) return false;
  for (const key of Reflect.ownKeys(before.prototype)) {
    Reflect.deleteProperty(before.prototype, key);
  }
  Reflect.setPrototypeOf(before.prototype, after.prototype);
  for (const key of Reflect.ownKeys(after)) {
    if (typeof after[key] === "function") Reflect.set(before, key, after[key]);
  }
  return true;
}

function isClass(value: unknown): value is Class {
  if (typeof value !== "function") return false;
  return Function.prototype.toString.call(value).startsWith("class");
}
