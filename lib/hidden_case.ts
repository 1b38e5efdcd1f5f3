interface Hidden { a: number }
export function make(): Hidden { return { a: 1 }; }
