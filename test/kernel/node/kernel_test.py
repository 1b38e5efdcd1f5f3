"""jupyter_kernel_test, Jupyter's own examination of kernels, with samples for each part."""

import unittest

import jupyter_kernel_test


class TypeScriptKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    code_generate_error = 'throw new Error("oops")'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "const xs = [1, 2]; xs.map((x) => 2 * x)", "result": "[ 2, 4 ]"},
        {"code": "await Promise.resolve(null)", "result": "null"},
        {"code": '"text"', "result": "'text'"},
    ]
    code_display_data = [
        {"code": 'import { display } from "tslab"; display.html("<b>x</b>")', "mime": "text/html"},
        {"code": 'require("tslab").display.svg("<svg/>")', "mime": "image/svg+xml"},
    ]
    completion_samples = [
        {"text": "Math.sq", "matches": ["sqrt", "SQRT1_2", "SQRT2"]},
        {"text": '"a".toUpper', "matches": ["toUpperCase"]},
    ]
    complete_code_samples = [
        "1",
        "const a: number = 1;",
        "function f() {\n  return 1;\n}",
        "await f()",
        "<number>x",
        'import fs from "fs"',
        "",
    ]
    incomplete_code_samples = ["for (;;) {", "f(1,", "`abc", "/* abc", "const a = ["]
    invalid_code_samples = ["const = 1;", "f(]", "let 1x", "} else {", '"abc']
    code_inspect_sample = "parseInt"


if __name__ == "__main__":
    unittest.main()
