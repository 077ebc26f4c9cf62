#include "cicu.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/uset.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

const char *paidan_icu_version(void) { return U_ICU_VERSION; }

static uint8_t class_of(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript(c, &status);
  int8_t type = u_charType(c);
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) return PAIDAN_CLASS_IDEOGRAPH;
  if (U_MASK(type) & U_GC_L_MASK) {
    switch (script) {
      case USCRIPT_HAN:
      case USCRIPT_HIRAGANA:
      case USCRIPT_KATAKANA:
      case USCRIPT_HANGUL:
      case USCRIPT_BOPOMOFO:
        return PAIDAN_CLASS_IDEOGRAPH;
      default:
        return PAIDAN_CLASS_LETTER;
    }
  }
  if (U_MASK(type) & U_GC_M_MASK) return PAIDAN_CLASS_LETTER;
  if (U_MASK(type) & U_GC_N_MASK) return PAIDAN_CLASS_DIGIT;
  if (c == 0xFFFD) return PAIDAN_CLASS_SEPARATOR;
  if (type == U_OTHER_SYMBOL) return PAIDAN_CLASS_SYMBOL;
  // Skin tones are modifier symbols; joined to the emoji before them they say nothing alone.
  return PAIDAN_CLASS_SEPARATOR;
}

void paidan_classes(uint32_t first, uint32_t count, uint8_t *out) {
  for (uint32_t i = 0; i < count; i++) out[i] = class_of((UChar32)(first + i));
}

int32_t paidan_fold(uint32_t scalar, uint32_t *out, int32_t capacity) {
  // Most code points stay what they are, and asking for that is twenty times as fast.
  if (scalar >= 0x2000 &&
      !u_hasBinaryProperty((UChar32)scalar, UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED)) {
    if (capacity < 1) return -1;
    out[0] = scalar;
    return 1;
  }
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&status);
  const UNormalizer2 *decompose = unorm2_getNFDInstance(&status);
  if (U_FAILURE(status)) return -1;
  UChar source[2], folded[64], split[16];
  int32_t length = 0, written = 0;
  U16_APPEND_UNSAFE(source, length, (UChar32)scalar);
  int32_t foldedLength = unorm2_normalize(casefold, source, length, folded, 64, &status);
  if (U_FAILURE(status)) return -1;
  for (int32_t i = 0; i < foldedLength;) {
    UChar32 c;
    U16_NEXT(folded, i, foldedLength, c);
    int32_t parts = 0;
    if (c < 0x2000) {
      parts = unorm2_getDecomposition(decompose, c, split, 16, &status);
      if (U_FAILURE(status)) return -1;
    }
    if (parts <= 0) {
      parts = 0;
      U16_APPEND_UNSAFE(split, parts, c);
    }
    for (int32_t j = 0; j < parts;) {
      UChar32 part;
      U16_NEXT(split, j, parts, part);
      if (part >= 0x300 && part < 0x370) continue;
      if (written == capacity) return -1;
      out[written++] = (uint32_t)part;
    }
  }
  return written;
}

static UTransliterator *open_named(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  UChar identifier[64];
  u_uastrcpy(identifier, name);
  UTransliterator *trans = utrans_openU(identifier, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  return U_FAILURE(status) ? NULL : trans;
}

// One code point at a time: a longer text makes ICU move its tail at every replacement.
static int32_t transliterate_one(
    UTransliterator *trans, UChar32 c, UChar *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = 0;
  U16_APPEND_UNSAFE(out, length, c);
  int32_t limit = length;
  utrans_transUChars(trans, out, &length, capacity, 0, &limit, &status);
  return U_FAILURE(status) ? -1 : length;
}

int32_t paidan_simplify(uint32_t first, uint32_t count, uint32_t *out) {
  UTransliterator *trans = open_named("Hant-Hans");
  if (trans == NULL) return -1;
  UErrorCode status = U_ZERO_ERROR;
  USet *sources = utrans_getSourceSet(trans, 0, NULL, &status);
  for (uint32_t i = 0; i < count; i++) {
    UChar32 c = (UChar32)(first + i);
    out[i] = (uint32_t)c;
    if (U_FAILURE(status) || !uset_contains(sources, c)) continue;
    UChar text[64];
    int32_t length = transliterate_one(trans, c, text, 64), next = 0;
    if (length <= 0) continue;
    UChar32 simple;
    U16_NEXT(text, next, length, simple);
    if (next == length) out[i] = (uint32_t)simple;
  }
  if (sources != NULL) uset_close(sources);
  utrans_close(trans);
  return U_FAILURE(status) ? -1 : 0;
}

void *paidan_romanizer_open(void) { return open_named("Han-Latin"); }

void paidan_romanizer_close(void *romanizer) { utrans_close(romanizer); }

void paidan_pinyin(void *romanizer, uint32_t scalar, char *out) {
  memset(out, 0, 8);
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *decompose = unorm2_getNFDInstance(&status);
  UChar line[64], marked[64];
  int32_t length = transliterate_one(romanizer, (UChar32)scalar, line, 64);
  if (U_FAILURE(status) || length <= 0) return;
  length = unorm2_normalize(decompose, line, length, marked, 64, &status);
  if (U_FAILURE(status)) return;
  int32_t n = 0;
  for (int32_t i = 0; i < length; i++) {
    UChar c = marked[i];
    if (c == 0x308 && n > 0 && out[n - 1] == 'u') {
      out[n - 1] = 'v';
    } else if (c == 0x20 || (c >= 0x300 && c < 0x370)) {
      continue;
    } else if (c >= 'a' && c <= 'z' && n < 7) {
      out[n++] = (char)c;
    } else {
      memset(out, 0, 8);
      return;
    }
  }
}

void *paidan_breaker_open(void) {
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *breaker = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
  return U_FAILURE(status) ? NULL : breaker;
}

void paidan_breaker_close(void *breaker) { ubrk_close(breaker); }

int32_t paidan_breaker_ends(
    void *breaker, const uint16_t *text, int32_t length, int32_t *ends, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(breaker, (const UChar *)text, length, &status);
  if (U_FAILURE(status)) return -1;
  int32_t count = 0;
  for (int32_t end = ubrk_next(breaker); end != UBRK_DONE; end = ubrk_next(breaker)) {
    if (count == capacity) return -1;
    ends[count++] = end;
  }
  return count;
}

int64_t paidan_gb18030(
    const uint8_t *bytes, int64_t count, uint8_t *out, int64_t capacity, int64_t *wrong) {
  UErrorCode status = U_ZERO_ERROR;
  *wrong = -1;
  UConverter *source = ucnv_open("gb18030", &status);
  UConverter *target = ucnv_open("UTF-8", &status);
  int64_t written = -1;
  if (U_SUCCESS(status)) {
    ucnv_setToUCallBack(source, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    const char *from = (const char *)bytes;
    char *to = (char *)out;
    ucnv_convertEx(
        target, source, &to, (char *)out + capacity, &from, (const char *)bytes + count, NULL,
        NULL, NULL, NULL, 1, 1, &status);
    if (U_SUCCESS(status)) {
      written = to - (char *)out;
    } else if (status != U_BUFFER_OVERFLOW_ERROR) {
      char invalid[16];
      int8_t length = sizeof invalid;
      UErrorCode asking = U_ZERO_ERROR;
      ucnv_getInvalidChars(source, invalid, &length, &asking);
      int64_t consumed = from - (const char *)bytes;
      *wrong = U_SUCCESS(asking) && length <= consumed ? consumed - length : consumed;
    }
  }
  ucnv_close(source);
  ucnv_close(target);
  return written;
}
