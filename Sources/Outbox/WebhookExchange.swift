import CCurl
import Foundation

/// One post to a receiver, of whose answer only the status counts.
///
/// Foundation's URLSession is not used: on Linux it stops the whole program when an answer comes
/// at the moment in which the exchange is given up.
///
/// Source: <https://curl.se/libcurl/c/curl_easy_perform.html>
enum WebhookExchange {
  /// libcurl is set up once, before any thread uses it.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Posts a body and gives the status of the answer; redirects are not followed.
  ///
  /// - Parameter seconds: the whole time that the exchange may take.
  /// - Throws: `SendFailure` when no answer comes.
  static func status(
    posting body: [UInt8], to url: URL, headers: [(name: String, value: String)],
    within seconds: TimeInterval
  ) throws(SendFailure) -> Int {
    guard isReady else { throw SendFailure(.rest, "网络功能没有就绪") }
    var list: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(list) }
    // Without `Expect` a long message goes out at once.
    for line in headers.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
      list = curl_slist_append(list, line) ?? list
    }
    var status = 0
    let code = url.absoluteString.withCString { address in
      body.withUnsafeBytes { bytes in
        var request = curl_shim_request(
          url: address, headers: list,
          body: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), body_length: bytes.count,
          milliseconds: Int(seconds * 1000),
          // Unencrypted messages are for the receiver alone.
          direct: url.scheme == "https" ? 0 : 1)
        return curl_shim_post(&request, &status)
      }
    }
    // Whatever went wrong behind the status line, the receiver has spoken.
    guard status >= 200 else { throw failure(code) }
    return status
  }

  private static func failure(_ code: CURLcode) -> SendFailure {
    let number = "（\(code.rawValue)）"
    switch code {
    case CURLE_OPERATION_TIMEDOUT: return SendFailure(.rest, "接收方没有按时答复")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      return SendFailure(.rest, "找不到接收方的主机")
    case CURLE_COULDNT_CONNECT: return SendFailure(.rest, "连不上接收方")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
      return SendFailure(.rest, "没有建立加密连接，请检查证书\(number)")
    default: return SendFailure(.rest, "与接收方的连接出错\(number)")
    }
  }
}
