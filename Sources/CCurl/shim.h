// libcurl's functions for options are variadic, which Swift cannot call: one post as one function.
#ifndef PAIDAN_CCURL_SHIM_H
#define PAIDAN_CCURL_SHIM_H

#include <curl/curl.h>

struct curl_shim_request {
  const char *url;
  const struct curl_slist *headers;
  const char *body;
  size_t body_length;
  long milliseconds;  // for the whole exchange
  int direct;         // past a proxy that the environment names
};

// Of an answer only the status counts; a long body is not read to its end.
static inline size_t curl_shim_drop(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  size_t *seen = (size_t *)context;
  *seen += size * count;
  return *seen > 65536 ? 0 : size * count;
}

// Posts without following redirects; the status is 0 when no answer has begun.
static inline CURLcode curl_shim_post(const struct curl_shim_request *request, long *status) {
  *status = 0;
  CURL *handle = curl_easy_init();
  if (handle == NULL) return CURLE_OUT_OF_MEMORY;
  size_t seen = 0;
  CURLcode code = curl_easy_setopt(handle, CURLOPT_URL, request->url);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  if (code == CURLE_OK && request->direct) code = curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_POST, 1L);
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request->body);
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, request->headers);
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, request->milliseconds);
  // A signal would hit any of the program's threads.
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, curl_shim_drop);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &seen);
  if (code == CURLE_OK) code = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
  curl_easy_cleanup(handle);
  return code;
}

#endif
