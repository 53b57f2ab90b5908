"""Checkpoint folders of a published model's shapes with random weights, for conversions of that size."""

import array
import json
import math
import random
import struct
from pathlib import Path

from safetensors_file import write_safetensors

# MobileLLM-1B, whose files carry the head beside the embedding that it equals.
MOBILELLM_1B = {
    "architectures": ["MobileLLMForCausalLM"], "model_type": "mobilellm", "attention_bias": False, "mlp_bias": False,
    "bos_token_id": 1, "eos_token_id": 2, "head_dim": 64, "hidden_act": "silu", "hidden_size": 1280,
    "intermediate_size": 3584, "layer_sharing": False, "max_position_embeddings": 2048, "num_attention_heads": 20,
    "num_hidden_layers": 54, "num_key_value_heads": 5, "rms_norm_eps": 1e-05, "rope_scaling": None,
    "rope_theta": 10000.0, "share_embedding": True, "tie_word_embeddings": False, "torch_dtype": "float16",
    "vocab_size": 32000,
}
EMBEDDING, HEAD = "model.embed_tokens.weight", "lm_head.weight"
# Bytes of a file before the next begins, as in published checkpoints of this size in two parts.
SHARD_BYTES = 1_200_000_000


def tensors_of(config: dict) -> dict:
    """Names and shapes in the order of the model."""
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    queries = config["num_attention_heads"] * config["head_dim"]
    keys = config["num_key_value_heads"] * config["head_dim"]
    found = {EMBEDDING: (config["vocab_size"], hidden)}
    for layer in range(config["num_hidden_layers"]):
        prefix = f"model.layers.{layer}."
        found |= {
            prefix + "self_attn.q_proj.weight": (queries, hidden), prefix + "self_attn.k_proj.weight": (keys, hidden),
            prefix + "self_attn.v_proj.weight": (keys, hidden), prefix + "self_attn.o_proj.weight": (hidden, queries),
            prefix + "mlp.gate_proj.weight": (inner, hidden), prefix + "mlp.up_proj.weight": (inner, hidden),
            prefix + "mlp.down_proj.weight": (hidden, inner), prefix + "input_layernorm.weight": (hidden,),
            prefix + "post_attention_layernorm.weight": (hidden,)}
    found["model.norm.weight"] = (hidden,)
    if not config["tie_word_embeddings"]:
        found[HEAD] = (config["vocab_size"], hidden)
    return found


def shards_of(tensors: dict, shard_bytes: int) -> list:
    """The tensors file by file: cut in the model's order, then, as published files have them, by name."""
    shards, filled = [[]], 0
    for name, shape in tensors.items():
        size = 2 * math.prod(shape)
        if shards[-1] and filled + size > shard_bytes:
            shards.append([])
            filled = 0
        shards[-1].append(name)
        filled += size
    return [sorted(names) for names in shards]


def normal_values(count: int, seed: int) -> bytes:
    """So many normal values in bfloat16, by cutting float32 off."""
    generator = random.Random(seed)
    values = array.array("f", (generator.gauss(0, 0.02) for _ in range(count)))
    words = array.array("H", values.tobytes())
    return words[1::2].tobytes() if struct.pack("=H", 1) == b"\1\0" else words[0::2].tobytes()


def make(folder: Path, config: dict, shard_bytes: int = SHARD_BYTES) -> None:
    """Writes configuration, index and shards; the same bytes each time."""
    tensors = tensors_of(config)
    # Pieces of one block: a billion values of its own would take minutes, and nothing looks farther than a tensor.
    block = normal_values(1 << 20, seed=1)

    def contents(name: str) -> bytes:
        # The head is the embedding.
        generator = random.Random(EMBEDDING if name == HEAD else name)
        start = 2 * generator.randrange(len(block) // 2)
        size = 2 * math.prod(tensors[name])
        repeated = block[start:] + block * (size // len(block) + 1)
        return repeated[:size]

    folder.mkdir(parents=True, exist_ok=True)
    shards = shards_of(tensors, shard_bytes)
    places = {}
    for number, names in enumerate(shards, 1):
        file = f"model-{number:05}-of-{len(shards):05}.safetensors"
        places |= dict.fromkeys(names, file)
        write_safetensors(folder / file, {name: ("BF16", tensors[name]) for name in names}, contents)
    size = sum(2 * math.prod(shape) for shape in tensors.values())
    index = {"metadata": {"total_size": size}, "weight_map": dict(sorted(places.items()))}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    (folder / "config.json").write_text(json.dumps(config))
