// The kernel's worker: its global scope first, then the kernel in it.
import "./globals";
import "./program";
