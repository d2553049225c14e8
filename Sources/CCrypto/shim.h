// Message digests and HMAC-SHA256: OpenSSL's libcrypto, or CommonCrypto on Apple's systems, under one set of typed names.
// Every function that can fail says so: 1 for done, 0 for not, as OpenSSL does.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef enum { ccrypto_md5, ccrypto_sha1, ccrypto_sha256, ccrypto_sha512 } ccrypto_function;

#if defined(__APPLE__)
#include <CommonCrypto/CommonDigest.h>
#include <CommonCrypto/CommonHMAC.h>
#include <stdlib.h>

typedef struct {
  ccrypto_function function;
  union {
    CC_MD5_CTX md5;
    CC_SHA1_CTX sha1;
    CC_SHA256_CTX sha256;
    CC_SHA512_CTX sha512;
  } state;
} ccrypto_digest;

static inline ccrypto_digest *ccrypto_digest_new(ccrypto_function function) {
  ccrypto_digest *digest = calloc(1, sizeof *digest);
  if (!digest) return NULL;
  digest->function = function;
  switch (function) {
    case ccrypto_md5: CC_MD5_Init(&digest->state.md5); break;
    case ccrypto_sha1: CC_SHA1_Init(&digest->state.sha1); break;
    case ccrypto_sha256: CC_SHA256_Init(&digest->state.sha256); break;
    case ccrypto_sha512: CC_SHA512_Init(&digest->state.sha512); break;
  }
  return digest;
}

static inline ccrypto_digest *ccrypto_digest_copy(const ccrypto_digest *other) {
  ccrypto_digest *digest = malloc(sizeof *digest);
  if (digest) *digest = *other;
  return digest;
}

static inline int ccrypto_digest_update(ccrypto_digest *digest, const void *bytes, size_t count) {
  while (count > 0) {
    CC_LONG part = count > 1u << 30 ? 1u << 30 : (CC_LONG)count;
    switch (digest->function) {
      case ccrypto_md5: CC_MD5_Update(&digest->state.md5, bytes, part); break;
      case ccrypto_sha1: CC_SHA1_Update(&digest->state.sha1, bytes, part); break;
      case ccrypto_sha256: CC_SHA256_Update(&digest->state.sha256, bytes, part); break;
      case ccrypto_sha512: CC_SHA512_Update(&digest->state.sha512, bytes, part); break;
    }
    bytes = (const char *)bytes + part;
    count -= part;
  }
  return 1;
}

static inline int ccrypto_digest_final(ccrypto_digest *digest, uint8_t *value) {
  switch (digest->function) {
    case ccrypto_md5: CC_MD5_Final(value, &digest->state.md5); break;
    case ccrypto_sha1: CC_SHA1_Final(value, &digest->state.sha1); break;
    case ccrypto_sha256: CC_SHA256_Final(value, &digest->state.sha256); break;
    case ccrypto_sha512: CC_SHA512_Final(value, &digest->state.sha512); break;
  }
  return 1;
}

static inline void ccrypto_digest_free(ccrypto_digest *digest) { free(digest); }

static inline int ccrypto_hmac_sha256(
    const void *key, size_t key_count, const void *bytes, size_t count, uint8_t *value) {
  CCHmac(kCCHmacAlgSHA256, key, key_count, bytes, count, value);
  return 1;
}

static inline const char *ccrypto_version(void) { return "CommonCrypto"; }
#else
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

typedef EVP_MD_CTX ccrypto_digest;

// The EVP_md5() family is a macro-free set of functions, but none of them is imported with a type that Swift can compare.
static inline const EVP_MD *ccrypto_md(ccrypto_function function) {
  switch (function) {
    case ccrypto_md5: return EVP_md5();
    case ccrypto_sha1: return EVP_sha1();
    case ccrypto_sha256: return EVP_sha256();
    case ccrypto_sha512: return EVP_sha512();
  }
  return NULL;
}

static inline ccrypto_digest *ccrypto_digest_new(ccrypto_function function) {
  EVP_MD_CTX *digest = EVP_MD_CTX_new();
  if (digest && !EVP_DigestInit_ex(digest, ccrypto_md(function), NULL)) {
    EVP_MD_CTX_free(digest);
    return NULL;
  }
  return digest;
}

static inline ccrypto_digest *ccrypto_digest_copy(const ccrypto_digest *other) {
  EVP_MD_CTX *digest = EVP_MD_CTX_new();
  if (digest && !EVP_MD_CTX_copy_ex(digest, other)) {
    EVP_MD_CTX_free(digest);
    return NULL;
  }
  return digest;
}

static inline int ccrypto_digest_update(ccrypto_digest *digest, const void *bytes, size_t count) {
  return EVP_DigestUpdate(digest, bytes, count);
}

static inline int ccrypto_digest_final(ccrypto_digest *digest, uint8_t *value) {
  return EVP_DigestFinal_ex(digest, value, NULL);
}

static inline void ccrypto_digest_free(ccrypto_digest *digest) { EVP_MD_CTX_free(digest); }

static inline int ccrypto_hmac_sha256(
    const void *key, size_t key_count, const void *bytes, size_t count, uint8_t *value) {
  return HMAC(EVP_sha256(), key, (int)key_count, bytes, count, value, NULL) != NULL;
}

static inline const char *ccrypto_version(void) { return OpenSSL_version(OPENSSL_VERSION); }
#endif
