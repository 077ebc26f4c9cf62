// Paidan's own face over ICU; includes no ICU header (see README, "Rooms").
// Functions without a handle may be called from several threads at once; a handle belongs to
// one thread at a time.
#ifndef PAIDAN_CICU_H
#define PAIDAN_CICU_H
#include <stdint.h>

// The version of the linked ICU data, such as "72.1"; part of the analyser's version.
const char *_Nonnull paidan_icu_version(void);

// Character classes of the code points first ..< first + count, one byte each.
enum {
  PAIDAN_CLASS_SEPARATOR = 0,  // space, punctuation, control, unassigned
  PAIDAN_CLASS_IDEOGRAPH = 1,  // Han, kana, hangul, bopomofo: written without spaces
  PAIDAN_CLASS_LETTER = 2,
  PAIDAN_CLASS_DIGIT = 3,
  PAIDAN_CLASS_SYMBOL = 4,  // emoji and other symbols
};
void paidan_classes(uint32_t first, uint32_t count, uint8_t *_Nonnull out);

// NFKC with case folding of one code point, marks taken off Latin, Greek and Cyrillic letters.
// Returns the number of code points written (0 for ignorable ones), or -1 when it did not fit.
int32_t paidan_fold(uint32_t scalar, uint32_t *_Nonnull out, int32_t capacity);

// Traditional to simplified, one code point each; unchanged where there is no single mapping.
// Returns 0, or -1 when ICU has no such transliterator.
int32_t paidan_simplify(uint32_t first, uint32_t count, uint32_t *_Nonnull out);

// ICU's readings of Han characters; opening parses its rules and takes half a second.
void *_Nullable paidan_romanizer_open(void);
void paidan_romanizer_close(void *_Nonnull romanizer);
// Toneless pinyin in eight bytes, NUL-padded, "v" for "ü"; empty when there is none.
void paidan_pinyin(void *_Nonnull romanizer, uint32_t scalar, char *_Nonnull out);

// ICU's dictionary word breaker for Chinese.
void *_Nullable paidan_breaker_open(void);
void paidan_breaker_close(void *_Nonnull breaker);
// Writes the end of each word of `text` (UTF-16) and returns their number, or -1.
int32_t paidan_breaker_ends(
    void *_Nonnull breaker, const uint16_t *_Nonnull text, int32_t length,
    int32_t *_Nonnull ends, int32_t capacity);

// GB18030 (and so GBK and GB2312) to UTF-8. Returns the number of bytes written, or -1: then *wrong
// is the offset of the first bytes that are no GB18030, or -1 when `out` was too small (a half more
// than `count` is enough) or ICU has no such converter.
int64_t paidan_gb18030(
    const uint8_t *_Nonnull bytes, int64_t count, uint8_t *_Nonnull out, int64_t capacity,
    int64_t *_Nonnull wrong);
#endif
