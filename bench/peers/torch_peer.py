"""torch, eager: autograd with torch.optim, and the gradients by hand with updates in place."""
import math

import torch
import torch.nn.functional as F
from protocol import serve

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
SLOPES = {
    "sigmoid": lambda h: h * (1 - h),
    "tanh": lambda h: 1 - h * h,
    "relu": lambda h: h > 0,
}


def autograd(work, x, y, parameters):
    for p in parameters:
        p.requires_grad_(True)
    rate, adam = work["rate"], work["adam"]
    optimizer = {
        "descent": lambda: torch.optim.SGD(parameters, rate, foreach=True),
        "momentum": lambda: torch.optim.SGD(parameters, rate, work["momentum"], foreach=True),
        "adam": lambda: torch.optim.Adam(
            parameters, rate, (adam["beta1"], adam["beta2"]), adam["epsilon"], foreach=True
        ),
    }[work["optimizer"]]()
    activate = ACTIVATIONS[work["activation"]]
    each = 2 if work["bias"] else 1
    layers = len(work["sizes"]) - 1

    def step():
        h = x
        for layer in range(layers):
            if layer > 0:
                h = activate(h)
            w = parameters[each * layer]
            h = torch.addmm(parameters[each * layer + 1], h, w) if each == 2 else h @ w
        loss = F.cross_entropy(h, y) if work["loss"] == "softmax" else ((h - y) ** 2).sum()
        if work["l2"] > 0:
            for p in parameters[::each]:
                loss = loss + work["l2"] * (p * p).sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step


def by_hand(work, x, y, parameters):
    activate, slope = ACTIVATIONS[work["activation"]], SLOPES[work["activation"]]
    each = 2 if work["bias"] else 1
    layers = len(work["sizes"]) - 1
    rate, l2, batch, optimizer = work["rate"], work["l2"], work["batch"], work["optimizer"]
    beta1, beta2, epsilon = (work["adam"][name] for name in ("beta1", "beta2", "epsilon"))
    first = [torch.zeros_like(p) for p in parameters]
    second = [torch.zeros_like(p) for p in parameters]
    one_hot = F.one_hot(y, work["sizes"][-1]).float() if work["loss"] == "softmax" else None
    count = 0

    @torch.inference_mode()
    def step():
        nonlocal count
        kept, h = [], x
        for layer in range(layers):
            if layer > 0:
                h = activate(h)
            kept.append(h)
            w = parameters[each * layer]
            h = torch.addmm(parameters[each * layer + 1], h, w) if each == 2 else h @ w
        if one_hot is not None:
            logs = torch.log_softmax(h, 1)
            loss = F.nll_loss(logs, y)
            ct = logs.exp_().sub_(one_hot).mul_(1 / batch)
        else:
            difference = h - y
            loss = torch.dot(difference.view(-1), difference.view(-1))
            ct = difference.mul_(2)
        gradients = [None] * len(parameters)
        for layer in reversed(range(layers)):
            w = parameters[each * layer]
            if l2 > 0:
                loss = loss + l2 * torch.dot(w.view(-1), w.view(-1))
                gradients[each * layer] = torch.addmm(w, kept[layer].t(), ct, beta=2 * l2)
            else:
                gradients[each * layer] = kept[layer].t() @ ct
            if each == 2:
                gradients[each * layer + 1] = ct.sum(0)
            if layer > 0:
                ct = (ct @ w.t()).mul_(slope(kept[layer]))
        if optimizer == "descent":
            torch._foreach_add_(parameters, gradients, alpha=-rate)
        elif optimizer == "momentum":
            torch._foreach_mul_(first, work["momentum"])
            torch._foreach_add_(first, gradients)
            torch._foreach_add_(parameters, first, alpha=-rate)
        else:
            count += 1
            torch._foreach_mul_(first, beta1)
            torch._foreach_add_(first, gradients, alpha=1 - beta1)
            torch._foreach_mul_(second, beta2)
            torch._foreach_addcmul_(second, gradients, gradients, 1 - beta2)
            root = torch._foreach_sqrt(second)
            torch._foreach_div_(root, math.sqrt(1 - beta2**count))
            torch._foreach_add_(root, epsilon)
            torch._foreach_addcdiv_(parameters, first, root, -rate / (1 - beta1**count))
        return loss

    return step


def make(work, form, x, y, parameters, threads):
    torch.set_num_threads(threads)
    tensors = [torch.from_numpy(p) for p in parameters]
    build = autograd if form == "autograd" else by_hand
    return build(work, torch.from_numpy(x), torch.from_numpy(y), tensors)


serve(torch, make)
