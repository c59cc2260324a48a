"""Writes torch-optimizers.golden.json: 20 steps of PyTorch's optimizers on the bowl of update-trajectory.ts.

Run it in this folder: python3 torch-optimizers.py
"""
import json

import torch
from torch.optim import lr_scheduler as schedules

torch.set_default_dtype(torch.float64)

START = [1.5, -0.75, 0.25]
STEEPNESS = torch.tensor([1, 4, 0.25])
MIDDLE = torch.tensor([0.5, 0.25, -1])
STEPS = 20

# Our settings, and what they are in PyTorch.
CASES = [
    ({"rate": 0.1}, lambda w: torch.optim.SGD(w, lr=0.1), None),
    (
        {"rate": 0.1, "optimizer": {"kind": "momentum"}},
        lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9),
        None,
    ),
    (
        {"rate": 0.05, "optimizer": {"kind": "nesterov", "options": {"momentum": 0.8}}},
        lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.8, nesterov=True),
        None,
    ),
    (
        {"rate": 0.5, "optimizer": {"kind": "adagrad"}},
        lambda w: torch.optim.Adagrad(w, lr=0.5),
        None,
    ),
    (
        {"rate": 0.02, "optimizer": {"kind": "rmsprop"}},
        lambda w: torch.optim.RMSprop(w, lr=0.02),
        None,
    ),
    (
        {"rate": 0.02, "optimizer": {"kind": "rmsprop", "options": {"decay": 0.9, "epsilon": 0.1}}},
        lambda w: torch.optim.RMSprop(w, lr=0.02, alpha=0.9, eps=0.1),
        None,
    ),
    ({"rate": 0.1, "optimizer": {"kind": "adam"}}, lambda w: torch.optim.Adam(w, lr=0.1), None),
    (
        {
            "rate": 0.1,
            "optimizer": {"kind": "adam", "options": {"beta1": 0.5, "beta2": 0.9, "epsilon": 0.01}},
        },
        lambda w: torch.optim.Adam(w, lr=0.1, betas=(0.5, 0.9), eps=0.01),
        None,
    ),
    ({"rate": 0.1, "optimizer": {"kind": "adamw"}}, lambda w: torch.optim.AdamW(w, lr=0.1), None),
    (
        {"rate": 0.1, "optimizer": {"kind": "adamw", "options": {"decay": 0.3}}},
        lambda w: torch.optim.AdamW(w, lr=0.1, weight_decay=0.3),
        None,
    ),
    (
        {"rate": 0.1, "schedule": {"kind": "step", "options": {"factor": 0.3, "every": 4}}},
        lambda w: torch.optim.SGD(w, lr=0.1),
        lambda o: schedules.StepLR(o, step_size=4, gamma=0.3),
    ),
    (
        {
            "rate": 0.1,
            "optimizer": {"kind": "adam"},
            "schedule": {"kind": "cosine", "options": {"length": 20, "end": 0.01}},
        },
        lambda w: torch.optim.Adam(w, lr=0.1),
        lambda o: schedules.CosineAnnealingLR(o, T_max=20, eta_min=0.01),
    ),
]


def run(make, schedule):
    w = torch.tensor(START, requires_grad=True)
    optimizer = make([w])
    scheduler = schedule(optimizer) if schedule else None
    path = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        (0.5 * (STEEPNESS * (w - MIDDLE) ** 2).sum() + torch.cos(w).sum()).backward()
        optimizer.step()
        if scheduler:
            scheduler.step()
        path.append(w.tolist())
    return path


with open("torch-optimizers.golden.json", "w") as out:
    cases = [{"settings": ours, "path": run(make, schedule)} for ours, make, schedule in CASES]
    out.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
