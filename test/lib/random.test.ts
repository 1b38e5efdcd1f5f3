import assert from "node:assert/strict";
import { test } from "node:test";
import { useBackend } from "../../lib/matrix";
import { RandomState } from "../../lib/random";

// Every expected value here was printed by NumPy 2.4.6 from np.random.seed(…).

test("does randn give NumPy's numbers, row by row?", () => {
  const printed = [
    1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458,
    1.8675579901499675, -0.977277879876411,
  ];
  assert.deepEqual(new RandomState(0).randn(2, 3).to1DArray(), printed);
  const random = new RandomState(0);
  assert.deepEqual(
    printed.map(() => random.randn()),
    printed,
  );
});

test("does the stream stay NumPy's after 999 normals, the odd one kept across rand?", () => {
  const random = new RandomState(42);
  random.randn(1, 999);
  assert.deepEqual(
    [random.randn(), random.randn(), random.randn()],
    [0.5725827813561586, 1.3993554365860021, 0.9246336829127688],
  );
  assert.deepEqual([random.rand(), random.rand()], [0.03158614482564204, 0.9362122462436898]);
});

test("does the largest seed work as in NumPy?", () => {
  const random = new RandomState(4294967295);
  assert.deepEqual(
    [random.rand(), random.rand(), random.rand()],
    [0.0976320289940138, 0.9123828453026218, 0.78903530185164],
  );
});

test("is the sum of 10,000 normals NumPy's?", () => {
  const normals = new RandomState(3).randn(100, 100).to1DArray();
  const sum = normals.reduce((total, x) => total + x, 0);
  assert.ok(Math.abs(sum - -276.5848939275271) < 1e-10);
  assert.equal(Math.max(...normals.map(Math.abs)), 4.091392759573651);
});

test("does permutation give NumPy's orders, one after another?", () => {
  const random = new RandomState(1);
  assert.deepEqual(random.permutation(12), [2, 3, 4, 10, 1, 6, 0, 7, 11, 9, 8, 5]);
  assert.deepEqual(random.permutation(5), [4, 3, 0, 2, 1]);
});

test("is a permutation of 50,000 NumPy's from end to end?", () => {
  const order = new RandomState(7).permutation(50_000);
  assert.deepEqual(order.slice(0, 4), [29430, 27750, 47782, 10498]);
  assert.deepEqual(order.slice(-3), [38467, 10742, 49689]);
  const checksum = order.reduce((sum, value, i) => sum + ((value * i) % 1_000_003), 0);
  assert.equal(checksum, 25018100419);
});

test("are many drawn at once, by the kernels, those that are drawn one by one, to the last bit?", (t) => {
  t.after(() => useBackend("wasm"));
  const [many, each] = (["wasm", "ts"] as const).map((backend) => {
    useBackend(backend);
    const random = new RandomState(5);
    const drawn: number[] = [];
    // Ends within a block of the generator's words and within a call, odd numbers, a kept one.
    for (const n of [0, 1, 128, 131, 4095, 4098, 9001]) {
      drawn.push(...random.randn(1, n).to1DArray(), random.rand(), ...random.permutation(n));
    }
    drawn.push(...random.randn(3, 1367).to1DArray(), random.randn(), random.rand());
    return Float64Array.from(drawn);
  });
  assert.ok(many.length > 39_000);
  assert.deepEqual(Buffer.from(many.buffer), Buffer.from(each.buffer));
});

test("are the smallest permutations right?", () => {
  assert.deepEqual(new RandomState(0).permutation(0), []);
  assert.deepEqual(new RandomState(0).permutation(1), [0]);
});

for (const seed of [-1, 1.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`is the seed ${seed} refused?`, () => {
    assert.throws(
      () => new RandomState(seed),
      /seed is .* must be an integer from 0 to 4294967295/,
    );
  });
}

test("is the length of a permutation checked?", () => {
  assert.throws(() => new RandomState(0).permutation(-1), /n is -1/);
  assert.throws(() => new RandomState(0).permutation(2.5), /n is 2.5/);
});
