"""A peer in Python: one JSON request a line, one answer a line; steps are timed where they run."""
import json
import sys
import time

import numpy


def read(work, path):
    """x, y and the parameters of a workload, as float32 arrays."""
    numbers = numpy.fromfile(path, dtype="<f4")
    sizes, batch = work["sizes"], work["batch"]
    at = 0

    def take(*shape):
        nonlocal at
        count = int(numpy.prod(shape))
        at += count
        return numbers[at - count : at].reshape(shape).copy()

    x = take(batch, sizes[0])
    y = take(batch).astype("int64") if work["loss"] == "softmax" else take(batch, sizes[-1])
    return x, y, [take(*shape) for shape in work["shapes"]]


def libraries(package):
    """Version, and which BLAS multiplies matrices: the reference one is ten times slower than OpenBLAS."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "blas" in line.lower()}
    names = sorted(path.rsplit("/", 1)[-1] for path in paths)
    return f"{package.__name__} {package.__version__} with {', '.join(names) or 'its own BLAS'}"


def serve(package, make):
    """`make(work, form, x, y, parameters, threads)` gives a function that does one step and gives its loss."""
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        answer = {}
        try:
            if "work" in request:
                work = request["work"]
                step = make(work, request["form"], *read(work, request["file"]), request["threads"])
                answer = {"about": libraries(package)}
            else:
                begin = time.perf_counter()
                for _ in range(request["steps"]):
                    loss = step()
                loss = float(loss)
                answer = {"ms": 1000 * (time.perf_counter() - begin), "loss": loss}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
