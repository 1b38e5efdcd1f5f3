// node:util's types, told by the tags that JavaScript itself gives values.

const tagOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
const isTag =
  (...tags: string[]) =>
  (value: unknown) =>
    typeof value === "object" && value !== null && tags.includes(tagOf(value));

export const types = {
  isAnyArrayBuffer: isTag("ArrayBuffer", "SharedArrayBuffer"),
  isBoxedPrimitive: isTag("Number", "String", "Boolean", "BigInt", "Symbol"),
  isDataView: isTag("DataView"),
  isDate: isTag("Date"),
  isMap: isTag("Map"),
  isNativeError: (value: unknown) => value instanceof Error || isTag("Error")(value),
  isPromise: isTag("Promise"),
  isRegExp: isTag("RegExp"),
  isSet: isTag("Set"),
  isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
};
