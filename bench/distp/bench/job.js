"use strict";
// What a peer is asked to do, and what it answers.
Object.defineProperty(exports, "__esModule", { value: true });
