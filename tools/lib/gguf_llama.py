"""What GGUF calls the tensors of a Llama checkpoint, and how it orders the rows of queries and keys."""

BLOCK_TENSORS = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def checkpoint_name(name: str) -> str:
    """The checkpoint's name of the tensor that GGUF calls `name`."""
    if name == "token_embd.weight":
        return "model.embed_tokens.weight"
    if name == "output_norm.weight":
        return "model.norm.weight"
    _, layer, kind, _ = name.split(".")
    return f"model.layers.{layer}.{BLOCK_TENSORS[kind]}.weight"


def head_count(name: str, query_heads: int, key_heads: int) -> int | None:
    """The heads whose rows GGUF orders otherwise; nil for tensors that it leaves as they are."""
    return {"attn_q": query_heads, "attn_k": key_heads}.get(name.split(".")[-2])


def rows_in_published_order(values, head_count: int):
    """Undoes GGUF's order of query and key rows.

    There, the two rows that rotate together are neighbours in a head; in the checkpoint the first
    of each pair fill the head's first half and the second ones its second half.
    """
    rows, columns = values.shape
    pairs = values.reshape(head_count, rows // head_count // 2, 2, columns)
    return pairs.transpose(0, 2, 1, 3).reshape(rows, columns)


def rows_in_gguf_order(values, head_count: int):
    """Undoes `rows_in_published_order`."""
    rows, columns = values.shape
    halves = values.reshape(head_count, 2, rows // head_count // 2, columns)
    return halves.transpose(0, 2, 1, 3).reshape(rows, columns)
