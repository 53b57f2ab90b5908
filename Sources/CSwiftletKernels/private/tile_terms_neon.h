// What the integer matrix products share on aarch64: the scales of a tile's sums, and how they are loaded.
//
// A quarter is the 4 rows of a tile whose codes fill one register, 16 bytes at `tile + 16 * quarter`, then
// 64 bytes on for the next columns. The includer defines ZERO_POINT, that of symmetric groups, and CODE_BIAS,
// what is taken off the stored codes.
// Numbers of tokens and quarters are constants in every call, so that everything stays in registers.

enum { MOST_TOKENS = 8 };

// Moves a pointer behind a load. A compiler that sees through a row of such sums makes all of them from the
// first one; but loads of several registers have no offset, they only can add to their address for nothing.
#define ADVANCE(pointer, step)   \
  do {                           \
    (pointer) += (step);         \
    __asm__("" : "+r"(pointer)); \
  } while (0)

// Keeps a step in a register of its own, where it can be part of a load, instead of making it each time.
#define IN_REGISTER(step) __asm__("" : "+r"(step))

// Lets nothing that uses `later` begin before `result` is there. Otherwise the compiler begins with all tokens
// at once, and has no registers left.
#define AFTER(result, later) __asm__("" : "+w"(result), "+w"(later))
#define LOAD_AFTER(result, pointer) __asm__("" : "+w"(result), "+r"(pointer))

// Hides how a register was made. Most instructions take a lane or the upper half of one as it is, but a
// compiler that knows where those come from loads or moves them once more.
#define OPAQUE(vector) __asm__("" : "+w"(vector))

static const uint8_t symmetric[SWIFTLET_TILE_ROWS] = SWIFTLET_SYMMETRIC(ZERO_POINT);

// What scales the sums of one tile.
typedef struct {
  float32x4_t scale[4];                      // of 4 rows each
  int16x8_t zero_point[2];                   // of 8 rows each, without CODE_BIAS
  int corrected;                             // a constant: whether zero points count
  float32x4_t x_scales[MOST_TOKENS / 4];     // of 4 tokens each
  int16x8_t negative_sums[MOST_TOKENS / 4];  // of 4 tokens each, with an upper half that is only the sign
} tile_terms;

// Where a dot product begins: with the correction by the zero point.
INLINE int32x4_t first_term(const tile_terms *terms, size_t token, size_t quarter) {
  if (!terms->corrected) return vdupq_n_s32(0);
  const int16x8_t eight = terms->zero_point[quarter / 2];
  const int16x4_t zero_point = quarter % 2 == 0 ? vget_low_s16(eight) : vget_high_s16(eight);
  return vmull_n_s16(zero_point, terms->negative_sums[token / 4][token % 4 * 2]);
}

INLINE float32x4_t add_dots(float32x4_t y, const tile_terms *terms, int32x4_t dots, size_t token,
                            size_t quarter) {
  const float x_scale = terms->x_scales[token / 4][token % 4];
  return vfmaq_f32(y, vmulq_n_f32(terms->scale[quarter], x_scale), vcvtq_f32_s32(dots));
}

// A range, again and again.
typedef struct {
  uint16x8_t first;
  uint8x8_t step;
} scale_range;

INLINE scale_range load_range(const uint8_t *source) {
  return (scale_range){vld1q_dup_u16((const uint16_t *)source), vld1_dup_u8(source + 2)};
}

// Of `quarters` quarters from `source` on: bytes on the range, or without `ranged` float16.
INLINE void load_scales(float32x4_t scale[4], const uint8_t *source, scale_range range, int ranged,
                        size_t quarters) {
  uint16x8x2_t all;
  if (ranged && quarters == 4) {
    const uint8x16_t bytes = vld1q_u8(source);
    all.val[0] = vmlal_u8(range.first, vget_low_u8(bytes), range.step);
    all.val[1] = vmlal_high_u8(range.first, bytes, vcombine_u8(range.step, range.step));
  } else if (ranged) {
    all.val[0] = all.val[1] = vmlal_u8(range.first, vld1_u8(source), range.step);
  } else {
    const uint16_t *halves = (const uint16_t *)source;
    all = quarters == 4 ? vld1q_u16_x2(halves) : (uint16x8x2_t){{vld1q_u16(halves)}};
  }
#pragma unroll
  for (size_t q = 0; q < quarters; q += 2) {
    const float16x8_t eight = vreinterpretq_f16_u16(all.val[q / 2]);
    scale[q] = vcvt_f32_f16(vget_low_f16(eight));
    scale[q + 1] = vcvt_high_f32_f16(eight);
  }
}

// Of `quarters` quarters, the four of a tile or two from `first_quarter` on.
INLINE void load_zero_points(int16x8_t zero_point[2], const uint8_t *source, size_t first_quarter,
                             size_t quarters) {
  const uint8x8_t bias = vdup_n_u8(CODE_BIAS);
  if (TILE_BYTES == SWIFTLET_INT4_TILE_BYTES) {
    // Rows 8 apart share a byte.
    const uint8x8_t both = vld1_u8(source);
    if (quarters == 2) {
      const int8x8_t shift = vdup_n_s8(-(int8_t)(first_quarter * 2));
      zero_point[0] = vreinterpretq_s16_u16(vmovl_u8(vand_u8(vshl_u8(both, shift), vdup_n_u8(15))));
    } else {
      zero_point[0] = vreinterpretq_s16_u16(vmovl_u8(vand_u8(both, vdup_n_u8(15))));
      zero_point[1] = vreinterpretq_s16_u16(vmovl_u8(vshr_n_u8(both, 4)));
    }
  } else if (quarters == 2) {
    zero_point[0] = vreinterpretq_s16_u16(vsubl_u8(vld1_u8(source + first_quarter * 4), bias));
  } else {
    const uint8x16_t all = vld1q_u8(source);
    zero_point[0] = vreinterpretq_s16_u16(vsubl_u8(vget_low_u8(all), bias));
    zero_point[1] = vreinterpretq_s16_u16(vsubl_u8(vget_high_u8(all), bias));
  }
}

// One word per token, `tokens` of them and no more; moves on by `step` bytes.
INLINE void load_words(uint32x4_t words[MOST_TOKENS / 4], const char **source, size_t step, size_t tokens) {
  const uint32_t *from = (const uint32_t *)*source;
  if (tokens == 8) {
    const uint32x4x2_t all = vld1q_u32_x2(from);
    words[0] = all.val[0], words[1] = all.val[1];
  } else if (tokens == 4) {
    words[0] = vld1q_u32(from);
  } else if (tokens == 1) {
    words[0] = vld1q_dup_u32(from);
  } else {
    words[0] = vcombine_u32(vld1_u32(from), vdup_n_u32(0));
    if (tokens == 3) words[0] = vld1q_lane_u32(from + 2, words[0], 2);
  }
  ADVANCE(*source, step);
}

// Scales and sums of a block of tokens, group after group.
typedef struct {
  const char *x_scales, *negative_sums;
  size_t step;  // in bytes
} activation_terms;

INLINE activation_terms activation_terms_of(const swiftlet_activations *lhs, size_t slot) {
  activation_terms from = {(const char *)(lhs->scales + slot), (const char *)(lhs->negative_sums + slot),
                           lhs->token_stride * 4};
  IN_REGISTER(from.step);
  return from;
}

INLINE void load_activation_terms(tile_terms *terms, activation_terms *from, size_t tokens) {
  uint32x4_t words[MOST_TOKENS / 4];
  load_words(words, &from->x_scales, from->step, tokens);
#pragma unroll
  for (size_t i = 0; i * 4 < tokens; i++) {
    OPAQUE(words[i]);
    terms->x_scales[i] = vreinterpretq_f32_u32(words[i]);
  }
  if (!terms->corrected) return;
  load_words(words, &from->negative_sums, from->step, tokens);
#pragma unroll
  for (size_t i = 0; i * 4 < tokens; i++) {
    terms->negative_sums[i] = vreinterpretq_s16_u32(words[i]);
    OPAQUE(terms->negative_sums[i]);
  }
}

// How far pointers move behind the last load of the activations of a tile, and from some columns of a tile to
// the next ones.
typedef struct {
  size_t last, columns;
} tile_steps;

// The same 4 columns, or 8 of 4 bits, of `quarters` quarters; moves on to the next ones.
INLINE void load_quarters(uint8x16_t registers[4], const uint8_t **tile, tile_steps steps,
                          size_t quarters) {
  if (quarters == 4) {
    const uint8x16x4_t all = vld1q_u8_x4(*tile);
    registers[0] = all.val[0], registers[1] = all.val[1];
    registers[2] = all.val[2], registers[3] = all.val[3];
    ADVANCE(*tile, 64);
  } else {
    const uint8x16x2_t all = vld1q_u8_x2(*tile);
    registers[0] = all.val[0], registers[1] = all.val[1];
    ADVANCE(*tile, steps.columns);
  }
}

// The codes of one token in two registers, of a second one in two more.
INLINE int8x16x4_t load_two_tokens(const int8_t *x, size_t tokens) {
  if (tokens == 2) return vld1q_s8_x4(x);
  const int8x16x2_t one = vld1q_s8_x2(x);
  return (int8x16x4_t){{one.val[0], one.val[1], vdupq_n_s8(0), vdupq_n_s8(0)}};
}

// 4 columns of activations, four times.
INLINE int8x16_t load_four_columns(const int8_t **x, size_t step) {
  int32_t word;
  memcpy(&word, *x, 4);
  ADVANCE(*x, step);
  int8x16_t four = vreinterpretq_s8_s32(vdupq_n_s32(word));
  OPAQUE(four);
  return four;
}
