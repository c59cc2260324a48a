"""numpy, float32: forward and backward by hand, updates in place."""
import numpy as np
from protocol import serve

ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
}
SLOPES = {
    "sigmoid": lambda h: h * (1 - h),
    "tanh": lambda h: 1 - h * h,
    "relu": lambda h: h > 0,
}


def make(work, form, x, y, parameters, threads):
    activate, slope = ACTIVATIONS[work["activation"]], SLOPES[work["activation"]]
    each = 2 if work["bias"] else 1
    layers = len(work["sizes"]) - 1
    batch, optimizer = work["batch"], work["optimizer"]
    f = np.float32
    rate, l2 = f(work["rate"]), f(work["l2"])
    beta1, beta2, epsilon = (work["adam"][name] for name in ("beta1", "beta2", "epsilon"))
    first = [np.zeros_like(p) for p in parameters]
    second = [np.zeros_like(p) for p in parameters]
    rows = np.arange(batch)
    count = 0

    def step():
        nonlocal count
        kept, h = [], x
        for layer in range(layers):
            if layer > 0:
                h = activate(h)
            kept.append(h)
            h = h @ parameters[each * layer]
            if each == 2:
                h += parameters[each * layer + 1]
        if work["loss"] == "softmax":
            h -= h.max(1, keepdims=True)
            ct = np.exp(h)
            total = ct.sum(1, keepdims=True)
            loss = (np.log(total[:, 0]) - h[rows, y]).mean()
            ct /= total
            ct[rows, y] -= 1
            ct *= f(1 / batch)
        else:
            ct = h - y
            loss = np.vdot(ct, ct)
            ct *= 2
        gradients = [None] * len(parameters)
        for layer in reversed(range(layers)):
            w = parameters[each * layer]
            gradients[each * layer] = kept[layer].T @ ct
            if l2 > 0:
                loss = loss + l2 * np.vdot(w, w)
                gradients[each * layer] += 2 * l2 * w
            if each == 2:
                gradients[each * layer + 1] = ct.sum(0)
            if layer > 0:
                ct = (ct @ w.T) * slope(kept[layer])
        count += 1
        for p, gradient, m, v in zip(parameters, gradients, first, second):
            if optimizer == "descent":
                p -= rate * gradient
            elif optimizer == "momentum":
                m *= f(work["momentum"])
                m += gradient
                p -= rate * m
            else:
                m *= f(beta1)
                m += f(1 - beta1) * gradient
                v *= f(beta2)
                v += f(1 - beta2) * gradient * gradient
                root = np.sqrt(v * f(1 / (1 - beta2**count)))
                root += f(epsilon)
                p -= f(work["rate"] / (1 - beta1**count)) * m / root
        return loss

    return step


serve(np, make)
