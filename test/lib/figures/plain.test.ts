// Figures take what people have.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Matrix as PlainMatrix } from "ml-matrix";
import { plainFigure } from "../../../lib/figures/plain";
import { Matrix } from "../../../lib/matrix";

/** What a trace's settings become. */
const trace = (settings: object) => plainFigure({ data: [settings] }).data[0];
const three = [1, 4, 9];

describe("lists", () => {
  const cases: [string, unknown, unknown][] = [
    ["a Float64Array", Float64Array.from(three), three],
    ["a Float32Array", Float32Array.from([0.5, 2]), [0.5, 2]],
    ["an Int8Array", Int8Array.from([-1, 2]), [-1, 2]],
    ["a Uint8ClampedArray", Uint8ClampedArray.from([300, 2]), [255, 2]],
    ["a Buffer", Buffer.from(three), three],
    ["a BigInt64Array", BigInt64Array.from([1n, -4n]), [1, -4]],
    ["BigInts", [1n, 4n, 9n], three],
    ["a BigInt that no number is", [2n ** 64n], ["18446744073709551616"]],
    ["a Set", new Set(three), three],
    ["a generator", three.values(), three],
    ["a Matrix of one row", new Matrix([three]), three],
    ["a Matrix of one column", new Matrix([[1], [4], [9]]), three],
    ["a Matrix of one entry", new Matrix([[7]]), [7]],
    ["ml-matrix's own", new PlainMatrix([three]), three],
    ["rows of typed arrays", [Float64Array.of(1, 2), Int8Array.of(3)], [[1, 2], [3]]],
    ["numbers in objects", [new Number(1), Object(2n)], [1, 2]],
    ["what is not finite", [1, Number.NaN, -Infinity, undefined], [1, null, null, null]],
    ["a typed array with a NaN", Float64Array.of(1, Number.NaN), [1, null]],
    ["holes", new Array(2), [null, null]],
    ["texts and truths", ["a", "", true], ["a", "", true]],
  ];
  for (const [what, given, expected] of cases) {
    test(`is y a list, given ${what}?`, () => {
      assert.deepEqual(trace({ y: given }).y, expected);
    });
  }

  test("deep inside as well: colours, dimensions, error bars, ranges?", () => {
    const { data, layout } = plainFigure({
      data: [
        {
          marker: { color: Float32Array.of(1, 2) },
          dimensions: [{ values: new Matrix([[1, 2]]) }],
          error_y: { array: BigInt64Array.of(3n) },
        },
      ],
      layout: { xaxis: { range: [0n, 10n] } },
    });
    assert.deepEqual(data[0], {
      marker: { color: [1, 2] },
      dimensions: [{ values: [1, 2] }],
      error_y: { array: [3] },
    });
    assert.deepEqual(layout.xaxis, { range: [0, 10] });
  });
});

describe("matrices", () => {
  test("is a heat map's z its rows, even if it is one?", () => {
    for (const type of ["heatmap", "contour", "surface"]) {
      const square = [
        [1, 2],
        [3, 4],
      ];
      assert.deepEqual(trace({ type, z: new Matrix(square) }).z, square);
      assert.deepEqual(trace({ type, z: new Matrix([[1, 2]]) }).z, [[1, 2]]);
      assert.deepEqual(trace({ type, z: new Matrix([[1], [2]]) }).z, [[1], [2]]);
      assert.deepEqual(trace({ type, x: new Matrix([[1, 2]]), z: [[3, 4]] }).x, [1, 2]);
    }
    assert.deepEqual(trace({ type: "scatter3d", z: new Matrix([[1, 2]]) }).z, [1, 2]);
    assert.deepEqual(trace({ customdata: new Matrix([[1], [2]]) }).customdata, [[1], [2]]);
  });

  test("is one of more rows and columns refused where Plotly takes a list?", () => {
    assert.throws(
      () => plainFigure({ data: [{}, { type: "bar", y: new Matrix(2, 3) }] }),
      /^RangeError: data\[1\]\.y is a matrix of 2×3, but bar takes a list: .* one row or one column/,
    );
  });

  test("is what is not finite in it a gap?", () => {
    const z = new Matrix([[1, Number.NaN]]);
    assert.deepEqual(trace({ type: "heatmap", z }).z, [[1, null]]);
  });
});

describe("dates", () => {
  test("is a date what the clock shows here, and one that is none a gap?", () => {
    const x = [new Date(2026, 0, 30, 10, 30), new Date(Number.NaN)];
    assert.deepEqual(trace({ x }).x, ["2026-01-30T10:30:00.000", null]);
    assert.deepEqual(
      plainFigure({ data: [], layout: { xaxis: { range: [new Date(99, 11, 31), null] } } }).layout
        .xaxis,
      { range: ["1999-12-31T00:00:00.000", null] },
    );
  });
});

describe("the figure", () => {
  test("is what it does not say of itself filled in, and kept what it does?", () => {
    const { layout } = plainFigure({ data: [{ type: "bar" }, {}], layout: { title: "T" } });
    assert.deepEqual(layout, {
      title: { text: "T" },
      height: 450,
      meta: { alt: "T (bar, scatter)", width: 900 },
    });
    const own = { height: 300, width: 500, meta: { alt: "A", more: 1 } };
    assert.deepEqual(plainFigure({ data: [], layout: own }).layout, {
      ...own,
      meta: { alt: "A", more: 1, width: 500 },
    });
    assert.equal(plainFigure({ data: [], layout: { meta: null } }).layout.meta.alt, "Figure");
    assert.equal(plainFigure({ data: [], layout: null }).layout.height, 450);
  });

  test("may a title be a text, on axes and colour bars too, and not in the user's own data?", () => {
    const { data, layout } = plainFigure({
      data: [{ colorbar: { title: "weight" }, customdata: [{ title: "mine" }] }],
      layout: { xaxis: { title: "epoch" }, legend: { title: { text: "L" } }, meta: { title: "M" } },
    });
    assert.deepEqual(data[0].colorbar, { title: { text: "weight" } });
    assert.deepEqual(data[0].customdata, [{ title: "mine" }]);
    assert.deepEqual(layout.xaxis, { title: { text: "epoch" } });
    assert.deepEqual(layout.legend, { title: { text: "L" } });
    assert.equal((layout.meta as unknown as { title: string }).title, "M");
  });

  test("is it a copy, the same again from itself, and the same read from JSON?", () => {
    const y = Float64Array.from(three);
    const plain = plainFigure({ data: [{ y }], layout: { title: "T" } });
    y[0] = 100;
    assert.deepEqual(plain.data[0].y, three);
    assert.deepEqual(plainFigure(plain), plain);
    assert.deepEqual(JSON.parse(JSON.stringify(plain)), plain);
  });

  const loop: { y: unknown[] } = { y: [] };
  loop.y.push(loop);
  const cases: [string, unknown, RegExp][] = [
    ["no list of traces", { data: 7 }, /a figure's data is 7, but must be a list of traces/],
    ["no figure", undefined, /a figure's data is undefined/],
    ["a trace that is none", { data: [{}, 3] }, /data\[1\] is 3, but must be a trace/],
    ["a layout that is none", { data: [], layout: "x" }, /a figure's layout is x/],
    ["a function", { data: [{ y: three.map }] }, /data\[0\]\.y is a function.* called\?/],
    ["a symbol", { data: [{ y: [Symbol("s")] }] }, /data\[0\]\.y\[0\] is Symbol\(s\)/],
    ["a Map", { data: [{ y: new Map([[1, 2]]) }] }, /y is a Map: give its keys\(\) or its values/],
    ["an ArrayBuffer", { data: [{ y: new ArrayBuffer(8) }] }, /y is a ArrayBuffer, which/],
    ["a promise", { data: [{ y: Promise.resolve(1) }] }, /y is a Promise, which/],
    ["what contains itself", { data: [loop] }, /data\[0\]\.y\[0\] contains itself/],
  ];
  for (const [what, figure, message] of cases) {
    test(`does ${what} give a TypeError that names the place?`, () => {
      assert.throws(
        () => plainFigure(figure as never),
        (error) => error instanceof TypeError && message.test(error.message),
      );
    });
  }
});
