"""Answers torch-cases.test.ts: reads cases as JSON, evaluates each with PyTorch, writes values and gradients.

A case is {"python": expression, "inputs": {name: tensor}, "fixed": [names without gradient], "ct": tensor};
a tensor is {"shape": [...], "data": [...]}, where "NaN", "Infinity" and "-Infinity" are the numbers JSON has not.
"""
import json
import math
import sys
import warnings

import torch

torch.set_default_dtype(torch.float64)
warnings.simplefilter("ignore")

SPECIAL = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def read(tensor):
    return torch.tensor([float(n) for n in tensor["data"]]).reshape(tensor["shape"])


def write(tensor):
    flat = tensor.detach().reshape(-1).tolist()
    return {
        "shape": list(tensor.shape),
        "data": [n if math.isfinite(n) else SPECIAL[str(n)] for n in flat],
    }


def answer(case):
    inputs = {name: read(value) for name, value in case["inputs"].items()}
    for name, value in inputs.items():
        value.requires_grad_(name not in case["fixed"])
    out = eval(case["python"], {"torch": torch, **inputs})
    if out.requires_grad:
        out.backward(read(case["ct"]).reshape(out.shape))
    gradients = {
        name: write(torch.zeros_like(value) if value.grad is None else value.grad)
        for name, value in inputs.items()
        if name not in case["fixed"]
    }
    return {"out": write(out), "gradients": gradients}


def attempt(case):
    try:
        return answer(case)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([attempt(case) for case in json.load(sys.stdin)], sys.stdout)
