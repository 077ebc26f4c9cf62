import CMicroHTTPD
import Foundation

// libmicrohttpd calls these on its own threads. They only translate: pointers in, values out.

/// Both ends of a pointer that libmicrohttpd keeps for the server.
private func object<T: AnyObject>(_ pointer: UnsafeMutableRawPointer?, as type: T.Type) -> T? {
  pointer.map { Unmanaged<T>.fromOpaque($0).takeUnretainedValue() }
}

/// A connection was opened or is about to be closed.
func connectionChanged(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
  socketContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  change: MHD_ConnectionNotificationCode
) {
  guard let core = object(context, as: ServerCore.self), let socketContext else { return }
  if change == .CONNECTION_NOTIFY_STARTED {
    let clock = ConnectionClock(
      descriptor: mhd_shim_socket(connection), allow: core.limits.receiving)
    core.watchdog.add(clock)
    socketContext.pointee = Unmanaged.passRetained(clock).toOpaque()
  } else if let pointer = socketContext.pointee {
    let clock = Unmanaged<ConnectionClock>.fromOpaque(pointer).takeRetainedValue()
    core.watchdog.remove(clock)
    socketContext.pointee = nil
  }
}

/// The request line is there; what this returns is the request's own pointer from now on.
func requestLineArrived(
  context: UnsafeMutableRawPointer?, target: UnsafePointer<CChar>?, connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  guard let core = object(context, as: ServerCore.self), let target,
    let clock = object(mhd_shim_connection_context(connection), as: ConnectionClock.self)
  else { return nil }
  let bytes = UnsafeRawBufferPointer(start: target, count: strlen(target))
  let exchange = Exchange(clock: clock, target: Array(bytes))
  core.begin(exchange)
  return Unmanaged.passRetained(exchange).toOpaque()
}

/// The request is over.
func requestCompleted(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
  requestContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  reason: MHD_RequestTerminationCode
) {
  guard let core = object(context, as: ServerCore.self), let pointer = requestContext?.pointee
  else { return }
  let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
  requestContext?.pointee = nil
  core.end(exchange)
}

/// The header fields, a part of the body, or the end of the request is there.
func requestAdvanced(
  context: UnsafeMutableRawPointer?, connection: OpaquePointer?,
  url: UnsafePointer<CChar>?, method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?,
  data: UnsafePointer<CChar>?, dataSize: UnsafeMutablePointer<Int>?,
  requestContext: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let core = object(context, as: ServerCore.self), let method, let dataSize, let connection,
    let exchange = object(requestContext?.pointee, as: Exchange.self)
  else { return .NO }
  if !exchange.hasHeaders {
    exchange.hasHeaders = true
    let refused = core.admit(
      exchange, contentLength: headerValue("Content-Length", of: connection).flatMap { Int($0) },
      expectsContinue: headerValue("Expect", of: connection) != nil)
    // A response queued in this first call closes the connection, which is meant here only.
    guard let refused else { return .YES }
    core.report(
      exchange, method: Method(rawValue: String(cString: method)), .init(response: refused))
    return send(refused, core, connection, closing: true)
  }
  if dataSize.pointee > 0 {
    let bytes = UnsafeRawBufferPointer(start: data, count: dataSize.pointee)
    dataSize.pointee = 0
    return core.take(bytes, into: exchange) ? .YES : .NO
  }
  let (headers, bytes) = headerFields(of: connection)
  let response = core.answer(
    exchange, method: Method(rawValue: String(cString: method)), headers: headers,
    headerBytes: bytes, clientAddress: clientAddress(of: connection))
  return send(response, core, connection, closing: exchange.refusal != nil)
}

/// The address of the client without its port; a proxy's own when there is one.
private func clientAddress(of connection: OpaquePointer) -> String {
  var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
  mhd_shim_client(connection, &text, text.count)
  return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func headerValue(_ name: String, of connection: OpaquePointer) -> String? {
  MHD_lookup_connection_value(connection, .HEADER_KIND, name).map { String(cString: $0) }
}

/// Every header field of the request, and their length in bytes.
private func headerFields(of connection: OpaquePointer) -> (HeaderFields, Int) {
  var collected: (fields: HeaderFields, bytes: Int) = ([:], 0)
  withUnsafeMutablePointer(to: &collected) { pointer in
    _ = MHD_get_connection_values_n(
      connection, .HEADER_KIND,
      { context, _, name, nameSize, value, valueSize in
        guard let context, let name else { return .NO }
        let collected = context.assumingMemoryBound(to: (fields: HeaderFields, bytes: Int).self)
        collected.pointee.bytes += nameSize + valueSize + 4
        collected.pointee.fields.append(
          text(name, nameSize), value.map { text($0, valueSize) } ?? "")
        return .YES
      }, pointer)
  }
  return (collected.fields, collected.bytes)
}

private func text(_ start: UnsafePointer<CChar>, _ count: Int) -> String {
  String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
}

/// Hands a response to libmicrohttpd.
private func send(
  _ response: Response, _ core: ServerCore, _ connection: OpaquePointer, closing: Bool
) -> MHD_Result {
  let created = response.body.withUnsafeBytes { mhd_shim_response($0.baseAddress, $0.count) }
  guard let created else { return .NO }
  defer { MHD_destroy_response(created) }
  for field in core.commonHeaders.fields where response.headers[field.name] == nil {
    MHD_add_response_header(created, field.name, field.value)
  }
  for field in response.headers.fields {
    MHD_add_response_header(created, field.name, field.value)
  }
  if closing || core.isDraining.load(ordering: .relaxed) {
    MHD_add_response_header(created, "Connection", "close")
  }
  return MHD_queue_response(connection, UInt32(response.status), created)
}
