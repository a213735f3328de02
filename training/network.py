"""The labeller's network in PyTorch, its training, and its export to integers."""

import random
from collections.abc import Sequence

import numpy as np
import torch
from pages import UNKNOWN, Page
from storing import save_tables
from torch import Tensor, nn
from torch.nn import functional

from newsclean.cleaning.labelling import (
    ACTIVATION_LIMIT,
    ACTIVATION_SCALE,
    BODY,
    DILATIONS,
    EXACT,
    FURNITURE,
    HEADLINE,
    INPUT_LIMIT,
    LABELS,
    WEIGHT_SCALE,
    Weights,
)

HIDDEN = 64
DROPOUT = 0.15
BATCH = 16  # pages
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 1e-3
RANKING_WEIGHT = 0.5  # of picking the right headline, beside labelling the blocks
TAUGHT_SHARE = 0.8  # of the loss that is the teachers' opinion, where there is one
TAUGHT_FLOOR = 0.02  # added to the weight of each block: the teachers waver least on the short ones
FORGET = 0.5  # share of pages in training on which optional knowledge is hidden
_DEVIATION_FLOOR = 1e-3


class Network(nn.Module):
    """See `newsclean.cleaning.labelling`, which runs the exported weights."""

    def __init__(self, mean: np.ndarray, scale: np.ndarray, hidden: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean, dtype=torch.float32))
        self.register_buffer("scale", torch.tensor(scale, dtype=torch.float32))
        self.dense = nn.Linear(len(mean), hidden)
        self.dropout = nn.Dropout(DROPOUT)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(hidden, hidden, 3, padding=d, dilation=d) for d in DILATIONS
        )
        self.output = nn.Linear(hidden, len(LABELS))

    def forward(self, features: Tensor, mask: Tensor) -> Tensor:
        """Features (pages, blocks, F) and mask (pages, blocks) to scores (pages, blocks, labels)."""
        standard = ((features - self.mean) / self.scale).clamp(-INPUT_LIMIT, INPUT_LIMIT)
        hidden = self.dropout(_activate(self.dense(standard)) * mask[..., None]).transpose(1, 2)
        for convolution in self.convolutions:
            added = self.dropout(_activate(convolution(hidden)))
            hidden = (hidden + added).clamp(max=ACTIVATION_LIMIT) * mask[:, None, :]
        return self.output(hidden.transpose(1, 2))


def _activate(sums: Tensor) -> Tensor:
    return sums.clamp(0.0, ACTIVATION_LIMIT)


def train(
    pages: list[Page], optional: Sequence[tuple[int, ...]], epochs: int, seed: int = 0, hidden: int = HIDDEN
) -> Network:
    """Train on finished pages.

    `optional` are groups of columns; each is zeroed on half of the pages, at random. Where a page carries the
    opinion of teachers, it is learned beside the labels (distillation: Hinton et al., 2015).
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    rows = np.vstack([page.features for page in pages])
    network = Network(rows.mean(axis=0), rows.std(axis=0) + _DEVIATION_FLOOR, hidden)
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = epochs * -(-len(pages) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps)
    for _ in range(epochs):
        network.train()
        for batch in _batches(pages, chance):
            features, mask, targets, weights, taught = _stack(batch, optional, chance)
            scores = network(features, mask)
            losses = functional.cross_entropy(
                scores.reshape(-1, len(LABELS)), targets.reshape(-1), reduction="none", ignore_index=UNKNOWN
            )
            loss = (losses * weights.reshape(-1)).sum() / len(batch)
            if taught is not None:
                rates, shares = scores.transpose(1, 2), taught.transpose(1, 2)
                apart = functional.cross_entropy(rates, shares, reduction="none") * (weights + TAUGHT_FLOOR)
                loss = (1 - TAUGHT_SHARE) * loss + TAUGHT_SHARE * (apart * mask).sum() / len(batch)
            loss = loss + RANKING_WEIGHT * _ranking_loss(scores, mask, targets)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    network.eval()
    return network


def _ranking_loss(scores: Tensor, mask: Tensor, targets: Tensor) -> Tensor:
    """Cross-entropy of picking a headline among all blocks of each page that has one (listwise, Cao 2007)."""
    rivals = torch.logsumexp(scores[..., [FURNITURE, BODY]], dim=-1)
    margin = (scores[..., HEADLINE] - rivals).masked_fill(mask == 0, -torch.inf)
    headline = targets == HEADLINE
    some = headline.any(dim=1)
    if not some.any():
        return scores.new_zeros(())
    right = torch.logsumexp(margin[some].masked_fill(~headline[some], -torch.inf), dim=-1)
    return (torch.logsumexp(margin[some], dim=-1) - right).sum() / len(targets)


def _batches(pages: list[Page], chance: random.Random) -> list[list[Page]]:
    """Batches of pages of like length, in random order."""
    order = sorted(pages, key=lambda page: len(page.blocks) + 60 * chance.random())
    batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    return batches


def _stack(
    batch: list[Page], optional: Sequence[tuple[int, ...]], chance: random.Random
) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor | None]:
    size = max(len(page.blocks) for page in batch)
    features = np.zeros((len(batch), size, batch[0].features.shape[1]), np.float32)
    mask = np.zeros((len(batch), size), np.float32)
    targets = np.full((len(batch), size), UNKNOWN, np.int64)
    weights = np.zeros((len(batch), size), np.float32)
    taught = np.zeros((len(batch), size, len(LABELS)), np.float32)
    for row, page in enumerate(batch):
        count = len(page.blocks)
        features[row, :count] = page.features
        for columns in optional:
            if chance.random() < FORGET:
                features[row][:, columns] = 0
        mask[row, :count] = 1
        targets[row, :count] = page.targets
        weights[row, :count] = page.weights
        if page.taught is not None:
            taught[row, :count] = page.taught
    given = map(torch.from_numpy, (features, mask, targets, weights))
    return (*given, torch.from_numpy(taught) if batch[0].taught is not None else None)


def predict(networks: Sequence[Network], pages: list[Page]) -> list[np.ndarray]:
    """Return the mean scores (blocks, labels) of each page."""
    found = []
    with torch.no_grad():
        for page in pages:
            features = torch.tensor(page.features[None], dtype=torch.float32)
            mask = torch.ones(1, len(page.blocks))
            found.append(torch.stack([network(features, mask)[0] for network in networks]).mean(0).numpy())
    return found


def teach(networks: Sequence[Network], pages: list[Page]) -> None:
    """Note on each page what the networks together take its blocks for, as shares of 1."""
    for page, scores in zip(pages, predict(networks, pages), strict=True):
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        page.taught = shares / shares.sum(axis=1, keepdims=True)


def export(network: Network, name: str) -> None:
    """Write the weights of that name as integers, in the layout that `labelling.Weights` describes.

    Raises ValueError for a network whose sums could grow beyond what is exact.
    """
    sums = ACTIVATION_SCALE * WEIGHT_SCALE
    arrays = {
        "mean": network.mean.numpy(),
        "scale": network.scale.numpy(),
        "dense": _whole(network.dense.weight.T, WEIGHT_SCALE),
        "dense_bias": _whole(network.dense.bias, sums),
        # A kernel (out, in, 3) becomes three matrices, for the block before, itself, and the block after.
        "convolutions": _whole(
            torch.stack([layer.weight.permute(2, 1, 0) for layer in network.convolutions]), WEIGHT_SCALE
        ),
        "convolution_biases": _whole(torch.stack([layer.bias for layer in network.convolutions]), sums),
        "output": _whole(network.output.weight.T, WEIGHT_SCALE),
        "output_bias": _whole(network.output.bias, sums),
    }
    largest = Weights(**arrays).find_largest_sum()
    if largest >= EXACT:
        message = f"sums reach {largest:,}, beyond {EXACT:,} they aren't exact: raise WEIGHT_DECAY"
        raise ValueError(message)
    save_tables(name, arrays)


def _whole(part: Tensor, scale: int) -> np.ndarray:
    whole = np.rint(part.detach().numpy() * scale).astype(np.int32)
    return whole.astype(np.int16) if np.abs(whole).max() < 2**15 else whole
