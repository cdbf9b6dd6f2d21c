package dev.zerok.relay.edge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A WebSocket client made of bytes, which can break every rule. Reads block until something comes; after half
 * a minute of nothing they fail the test.
 */
public final class RawWebSocket implements AutoCloseable {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final int PATIENCE_MILLIS = 30_000;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** What came from the relay. */
  public record Frame(boolean last, int opcode, byte[] payload) {}

  /** How a connection ended: the close code, or {@link #NO_CODE} without one. */
  public record Ending(int closeCode) {
    public static final int NO_CODE = -1;
  }

  /** An answer to an upgrade request. */
  public record Response(int status, List<String> headers) {
    public List<String> header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }
  }

  public RawWebSocket(int port) throws IOException {
    this(port, 0);
  }

  /**
   * @param receiveBuffer bytes that the system takes although nobody reads; 0 for its default
   */
  public RawWebSocket(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** Connected and upgraded as every client does it. */
  public static RawWebSocket open(int port) throws IOException {
    RawWebSocket socket = new RawWebSocket(port);
    Response response = socket.upgrade("Sec-WebSocket-Protocol: 0k.1.std1-draft");
    if (response.status() != 101) {
      throw new IOException("upgrade answered with " + response);
    }
    return socket;
  }

  /** Sends an upgrade request with these headers besides the usual ones, and reads the answer. */
  public Response upgrade(String... headers) throws IOException {
    send(upgradeRequest(headers));
    return readResponse();
  }

  public static byte[] upgradeRequest(String... headers) {
    List<String> lines = new ArrayList<>();
    lines.add("GET / HTTP/1.1");
    lines.add("Host: localhost");
    lines.add("Upgrade: websocket");
    lines.add("Connection: Upgrade");
    lines.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    lines.add("Sec-WebSocket-Version: 13");
    lines.addAll(List.of(headers));
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  public Response readResponse() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      lines.add(line);
    }
    return new Response(Integer.parseInt(lines.getFirst().split(" ")[1]),
        lines.subList(1, lines.size()));
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends bytes that the relay may no longer want: a connection that is closed already is no failure. */
  public void sendOrFindClosed(byte[] bytes) throws IOException {
    try {
      send(bytes);
    } catch (SocketException closed) {
      // The relay may end the connection before it has read everything.
    }
  }

  public void sendMessage(byte[] payload) throws IOException {
    send(frame(true, BINARY, payload));
  }

  public static byte[] frame(boolean last, int opcode, byte[] payload) {
    return frame((last ? 0x80 : 0) | opcode, true, payload);
  }

  /** A frame with a first byte of the caller's liking. */
  public static byte[] frame(int firstByte, boolean masked, byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 14);
    bytes.write(firstByte);
    int mask = masked ? 0x80 : 0;
    if (payload.length < 126) {
      bytes.write(mask | payload.length);
    } else if (payload.length < 65_536) {
      bytes.write(mask | 126);
      bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    } else {
      bytes.write(mask | 127);
      bytes.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    if (masked) {
      bytes.writeBytes(MASK);
    }
    for (int i = 0; i < payload.length; i++) {
      bytes.write(masked ? payload[i] ^ MASK[i % MASK.length] : payload[i]);
    }
    return bytes.toByteArray();
  }

  /** The header of a frame that claims to have {@code length} bytes. */
  public static byte[] headerClaiming(long length) {
    return ByteBuffer.allocate(14)
        .put((byte) (0x80 | BINARY))
        .put((byte) 0xff)
        .putLong(length)
        .put(MASK)
        .array();
  }

  /** Reads so many bytes of whatever comes next, and drops them. */
  public void skip(int bytes) throws IOException {
    in.skipNBytes(bytes);
  }

  public Frame readFrame() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    return new Frame((first & 0x80) != 0, first & 0x0f, payload);
  }

  /** The next binary message; pings are answered in between. */
  public byte[] readMessage() throws IOException {
    while (true) {
      Frame frame = readFrame();
      switch (frame.opcode()) {
        case BINARY -> {
          return frame.payload();
        }
        case PING -> send(frame(true, PONG, frame.payload()));
        case PONG -> {
        }
        default -> throw new EOFException("closed with " + closeCode(frame));
      }
    }
  }

  /** Reads until the connection ends, whatever comes before. */
  public Ending awaitEnd() throws IOException {
    try {
      while (true) {
        Frame frame = readFrame();
        if (frame.opcode() == CLOSE) {
          sendOrFindClosed(frame(true, CLOSE, frame.payload()));
          int code = closeCode(frame);
          awaitEnd();
          return new Ending(code);
        }
      }
    } catch (EOFException | SocketException ended) {
      return new Ending(Ending.NO_CODE);
    }
  }

  private static int closeCode(Frame frame) {
    return frame.payload().length < 2
        ? Ending.NO_CODE
        : ByteBuffer.wrap(frame.payload()).getShort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
