// What Swift cannot see of libmicrohttpd: its variadic functions, its function-like macros and the
// option list that ends with MHD_OPTION_END.
#ifndef PAIDAN_CMICROHTTPD_SHIM_H
#define PAIDAN_CMICROHTTPD_SHIM_H

#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdint.h>
#include <string.h>

struct mhd_shim_settings {
  int listening_socket;
  unsigned int threads;
  unsigned int connection_limit;
  unsigned int connections_per_address;  // 0: no limit
  unsigned int idle_seconds;
  size_t connection_memory;
};

struct mhd_shim_callbacks {
  void *context;
  void *(*request_line)(void *context, const char *target, struct MHD_Connection *connection);
  MHD_AccessHandlerCallback access;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
};

// libmicrohttpd would turn %00 into the end of the string; the server decodes for itself.
static inline size_t mhd_shim_keep_escapes(
    void *context, struct MHD_Connection *connection, char *text) {
  (void)context;
  (void)connection;
  return strlen(text);
}

static inline struct MHD_Daemon *mhd_shim_start(
    struct mhd_shim_settings settings, struct mhd_shim_callbacks callbacks) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL,
      callbacks.access, callbacks.context,
      MHD_OPTION_LISTEN_SOCKET, (MHD_socket)settings.listening_socket,
      MHD_OPTION_THREAD_POOL_SIZE, settings.threads,
      MHD_OPTION_CONNECTION_LIMIT, settings.connection_limit,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings.connections_per_address,
      MHD_OPTION_CONNECTION_TIMEOUT, settings.idle_seconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings.connection_memory,
      MHD_OPTION_STRICT_FOR_CLIENT, (int)1,
      MHD_OPTION_UNESCAPE_CALLBACK, &mhd_shim_keep_escapes, NULL,
      MHD_OPTION_URI_LOG_CALLBACK, callbacks.request_line, callbacks.context,
      MHD_OPTION_NOTIFY_COMPLETED, callbacks.completed, callbacks.context,
      MHD_OPTION_NOTIFY_CONNECTION, callbacks.connection, callbacks.context,
      MHD_OPTION_END);
}

// The socket of a connection, -1 when it has none.
static inline int mhd_shim_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : (int)info->connect_fd;
}

// Writes the address of the client, without its port, as text; empty when it has none.
static inline void mhd_shim_client(
    struct MHD_Connection *connection, char *text, size_t size) {
  text[0] = 0;
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (info == NULL || info->client_addr == NULL) return;
  const struct sockaddr *address = info->client_addr;
  if (address->sa_family == AF_INET)
    inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, (socklen_t)size);
  else if (address->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, (socklen_t)size);
}

// What the connection callback stored for this connection, NULL before it ran.
static inline void *mhd_shim_connection_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

// A response that owns a copy of the bytes.
static inline struct MHD_Response *mhd_shim_response(const void *bytes, size_t count) {
  return MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

#endif
