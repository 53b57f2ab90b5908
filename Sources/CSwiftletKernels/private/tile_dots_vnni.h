// The dot products of a tile with vpdpbusd. The includer defines
//   load_codes(codes, tile, j): columns 8 * j ... 8 * j + 3 of ROWS rows, unsigned, then 8 * j + 4 ... 8 * j + 7
// and includes dots_avx2_vnni.h or dots_avx512_vnni.h.

INLINE void tile_dots(ints dots[TOKENS], const uint8_t *tile, const int8_t *x, size_t tokens) {
#pragma unroll
  for (size_t j = 0; j < 4; j++) {
    codes_of_rows codes[2];
    load_codes(codes, tile, j);
#pragma unroll
    for (size_t t = 0; t < tokens; t++) {
      int32_t four[2];
      memcpy(four, x + t * SWIFTLET_TILE_COLUMNS + 8 * j, 8);
      dots[t] = add_products(add_products(dots[t], codes[0], four[0]), codes[1], four[1]);
    }
  }
}
