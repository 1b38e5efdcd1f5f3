// What tidy() gives back, and what it keeps.

import assert from "node:assert/strict";
import { centredImages, keep, Matrix, tidy } from "../../../lib/matrix";
import { assertSame, onBoth, randomMatrix, seeded } from "./support";

const gone = /made inside tidy\(\) and given back/;

onBoth("is a matrix that escapes refused, whatever is done with it?", () => {
  const caught: Matrix[] = [];
  tidy(() => {
    const A = Matrix.ones(2, 2);
    caught.push(A, A.transpose(), Matrix.mul(A, 2), new Matrix(A), A.mmul(A.transpose()));
  });
  for (const A of caught) {
    for (const use of [
      () => A.get(0, 0),
      () => A.set(0, 0, 1),
      () => A.add(1),
      () => Matrix.ones(2, 2).add(A),
      () => Matrix.exp(A),
      () => A.sum(),
      () => A.norm(),
      () => A.mmul(Matrix.ones(2, 2)),
      () => Matrix.ones(2, 2).mmul(A),
      () => A.transpose().to2DArray(),
      () => Matrix.mul(A, 2).to2DArray(),
      () => A.clone(),
      () => A.to1DArray(),
      () => [...A],
      () => `${A}`,
      () => keep(A),
    ]) {
      assert.throws(use, gone);
    }
  }
});

onBoth("is what is returned kept, in arrays, objects, maps and sets?", () => {
  const make = () => Matrix.ones(2, 2).mul(3);
  const { loss, grads, list, map, set, lazy } = tidy(() => {
    const A = make();
    const cycle: Record<string, unknown> = { W1: make() };
    cycle.self = cycle;
    return {
      loss: A.sum(),
      grads: cycle as { W1: Matrix },
      list: [1, [make()]] as [number, Matrix[]],
      map: new Map([["a", make()]]),
      set: new Set([make()]),
      lazy: [A.transpose(), Matrix.mul(A, 1)],
    };
  });
  assert.equal(loss, 12);
  for (const kept of [grads.W1, list[1][0], map.get("a"), [...set][0], ...lazy]) {
    assertSame(kept, make());
    assertSame((kept as Matrix).add(1), make().add(1));
  }
});

onBoth("do nested calls give back each its own?", () => {
  let inner: Matrix | undefined;
  let middle: Matrix | undefined;
  const outer = tidy(() => {
    const A = Matrix.ones(2, 2);
    const B = tidy(() => {
      inner = Matrix.add(A, 1);
      return Matrix.add(inner, 1);
    });
    middle = B;
    assert.throws(() => inner?.get(0, 0), gone);
    assert.equal(B.get(0, 0), 3);
    assert.equal(A.get(0, 0), 1);
    return Matrix.add(B, 1);
  });
  assert.throws(() => middle?.get(0, 0), gone);
  assert.equal(outer.get(0, 0), 4);
});

onBoth("is memory given back when the work throws?", () => {
  let A: Matrix | undefined;
  assert.throws(
    () =>
      tidy(() => {
        A = new Matrix(2, 2);
        throw new Error("mine");
      }),
    /mine/,
  );
  assert.throws(() => A?.get(0, 0), gone);
  const after = Matrix.ones(2, 2); // outside again
  assert.equal(after.sum(), 4);
});

onBoth("is asynchronous work refused, and what it made with it?", async () => {
  let late: Promise<void> | undefined;
  let A: Matrix | undefined;
  assert.throws(
    () =>
      tidy(async () => {
        A = new Matrix(2, 2);
        late = Promise.resolve();
        await late;
      }),
    /TypeError.*synchronous/,
  );
  await late;
  assert.throws(() => A?.get(0, 0), gone);
});

onBoth("does keep() take a matrix out of every call?", () => {
  const kept: Matrix[] = [];
  tidy(() => {
    tidy(() => {
      const A = Matrix.ones(2, 2);
      kept.push(keep(A), keep(Matrix.mul(A, 2)), keep(A.transpose()));
    });
  });
  assert.deepEqual(
    kept.map((A) => A.sum()),
    [4, 8, 4],
  );
});

onBoth("do changes to a matrix from outside stay?", () => {
  const W = Matrix.ones(3, 2);
  const grown = Matrix.ones(1, 2);
  const lazy = Matrix.mul(W, 5);
  for (let step = 0; step < 5; step++) {
    tidy(() => {
      const dW = Matrix.ones(3, 2).mul(2);
      W.sub(Matrix.mul(dW, 0.5));
      W.set(0, 0, 10);
      grown.addRow([step, step]);
    });
  }
  assert.deepEqual(W.to2DArray(), [
    [10, -4],
    [-4, -4],
    [-4, -4],
  ]);
  assert.deepEqual(grown.getColumn(0), [1, 0, 1, 2, 3, 4]);
  tidy(() => lazy.add(1));
  assert.deepEqual(lazy.getRow(0), [6, 6]);
});

onBoth("is a transpose made in tidy() right after its matrix changes?", () => {
  const W = Matrix.ones(2, 3);
  tidy(() => {
    const before = W.transpose();
    const twice = tidy(() => Matrix.mul(W, 2));
    W.add(1);
    assert.equal(before.get(2, 1), 1);
    assert.equal(twice.get(1, 2), 2);
    assert.equal(W.transpose().get(2, 1), 2);
  });
  W.add(1);
  assert.equal(W.get(0, 0), 3);
});

onBoth("does what an inner and an outer call lend stay when the matrix changes?", () => {
  const W = Matrix.ones(2, 3);
  tidy(() => {
    const before = W.transpose();
    tidy(() => {
      const twice = Matrix.mul(W, 2);
      W.add(1);
      assert.equal(twice.get(1, 2), 2);
    });
    tidy(() => Matrix.mul(W, 3));
    W.add(1);
    assert.equal(before.get(2, 1), 1);
    assert.equal(W.get(1, 2), 3);
  });
});

onBoth("may a matrix be changed by a multiple and by the transpose of itself?", () => {
  const work = () => {
    const A = new Matrix([
      [1, 2],
      [3, 4],
    ]);
    A.add(Matrix.mul(A, 2)).sub(Matrix.mul(A, 0.5));
    return A.add(A.transpose());
  };
  for (const A of [work(), tidy(work)]) assert.deepEqual(A.to1DArray(), [3, 7.5, 7.5, 12]);
});

onBoth("may images be made and selected in tidy(), and escape?", () => {
  const W = Matrix.ones(2, 3);
  const [X, batch] = tidy(() => {
    const images = centredImages(Uint8Array.of(1, 2, 3, 4), [1, 1]);
    const some = images.subMatrixRow([1]);
    some.mmul(W);
    return [images, some];
  });
  assert.deepEqual(
    tidy(() => batch.mmul(W).to1DArray()),
    [5, 5, 5],
  );
  assert.deepEqual(batch.mmul(W).to1DArray(), [5, 5, 5]);
  assert.deepEqual(X.mmul(W).getColumn(0), [1, 5]);
});

onBoth("are norms right after a multiple was added, and after what changes then?", () => {
  const [A, B] = [4, 5].map((seed) => new Matrix(randomMatrix(seeded(seed), 300, 70)));
  const norm = (M: Matrix) => M.clone().norm();
  tidy(() => {
    A.add(Matrix.mul(B, 0.3));
    assert.deepEqual([A.norm(), B.norm()], [norm(A), norm(B)]);
    A.sub(Matrix.mul(A, 0.5));
    B.set(0, 0, 1e6);
    assert.deepEqual([A.norm(), B.norm()], [norm(A), norm(B)]);
  });
});
