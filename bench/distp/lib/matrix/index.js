"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.selectRows = exports.Matrix = exports.useBackend = exports.backendInUse = exports.useThreads = exports.tidy = exports.keep = exports.meanImage = exports.centredImages = exports.sigmoid = exports.relu = exports.firstNotFinite = void 0;
require("./inherited");
const matrix_1 = require("./matrix");
var functions_1 = require("./functions");
Object.defineProperty(exports, "firstNotFinite", { enumerable: true, get: function () { return functions_1.firstNotFinite; } });
Object.defineProperty(exports, "relu", { enumerable: true, get: function () { return functions_1.relu; } });
Object.defineProperty(exports, "sigmoid", { enumerable: true, get: function () { return functions_1.sigmoid; } });
var image_matrix_1 = require("./image-matrix");
Object.defineProperty(exports, "centredImages", { enumerable: true, get: function () { return image_matrix_1.centredImages; } });
var images_1 = require("./images");
Object.defineProperty(exports, "meanImage", { enumerable: true, get: function () { return images_1.meanImage; } });
var memory_1 = require("./memory");
Object.defineProperty(exports, "keep", { enumerable: true, get: function () { return memory_1.keep; } });
Object.defineProperty(exports, "tidy", { enumerable: true, get: function () { return memory_1.tidy; } });
var threads_1 = require("./threads");
Object.defineProperty(exports, "useThreads", { enumerable: true, get: function () { return threads_1.useThreads; } });
var wasm_1 = require("./wasm");
Object.defineProperty(exports, "backendInUse", { enumerable: true, get: function () { return wasm_1.backendInUse; } });
Object.defineProperty(exports, "useBackend", { enumerable: true, get: function () { return wasm_1.useBackend; } });
/** ml-matrix's Matrix, its operations made fast by kernels in WebAssembly. */
exports.Matrix = matrix_1.Matrix;
/** These rows of X, all columns; of images, images again. */
function selectRows(X, rows) {
    return X.subMatrixRow(rows);
}
exports.selectRows = selectRows;
