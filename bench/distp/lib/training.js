"use strict";
// What a training tells those who watch it.
Object.defineProperty(exports, "__esModule", { value: true });
