import { type AbstractMatrix, Matrix } from "ml-matrix";

export { Matrix } from "ml-matrix";

export function sigmoid(Z: AbstractMatrix): Matrix {
  const H = Matrix.zeros(Z.rows, Z.columns);
  for (let i = 0; i < Z.rows; i++) {
    for (let j = 0; j < Z.columns; j++) {
      const e = Math.exp(-Math.abs(Z.get(i, j)));
      H.set(i, j, Z.get(i, j) >= 0 ? 1 / (1 + e) : e / (1 + e));
    }
  }
  return H;
}

export function relu(Z: AbstractMatrix): Matrix {
  return Matrix.max(Z, Matrix.zeros(Z.rows, Z.columns));
}

export function selectRows(X: AbstractMatrix, rows: number[]): AbstractMatrix {
  return X.selection(
    rows,
    Array.from({ length: X.columns }, (_, j) => j),
  );
}

export function tidy<T>(f: () => T): T {
  return f();
}

export function centredImages(images: Uint8Array, mean: Float64Array): AbstractMatrix {
  const X = new Matrix(images.length / mean.length, mean.length);
  images.forEach((byte, i) => {
    X.set(Math.floor(i / mean.length), i % mean.length, byte - mean[i % mean.length]);
  });
  return X;
}
