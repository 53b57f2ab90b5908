// What matrix products with smlal share, whatever the bits of a code. matmul_panel_neon.h says what its parts do.

// Row by row, so that activations need not be repeated for each row.
INLINE void store_columns(int8_t *codes, const int8x16_t columns[4]) {
  const int32x4x4_t words = {{vreinterpretq_s32_s8(columns[0]), vreinterpretq_s32_s8(columns[1]),
                              vreinterpretq_s32_s8(columns[2]), vreinterpretq_s32_s8(columns[3])}};
  vst4q_s32((int32_t *)codes, words);
}
