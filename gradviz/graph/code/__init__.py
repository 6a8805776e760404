"""A graph as a program to take home: PyTorch, micrograd's style, or the chain rule spelled out."""

from gradviz.graph.code.chain_rule import chain_rule_script, to_python
from gradviz.graph.code.literals import LARGEST_INLINE, numbers_text, result_comment
from gradviz.graph.code.micrograd import micrograd_script, to_micrograd
from gradviz.graph.code.pytorch import to_torch, torch_script
from gradviz.graph.code.script import Script
from gradviz.graph.code.torch_loss import TorchLoss, torch_loss

__all__ = [
    "LARGEST_INLINE",
    "Script",
    "TorchLoss",
    "chain_rule_script",
    "micrograd_script",
    "numbers_text",
    "result_comment",
    "to_micrograd",
    "to_python",
    "to_torch",
    "torch_loss",
    "torch_script",
]
