package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw DEFLATE (RFC 1951) of bodies (PROTOCOL.md § 7). */
final class Deflate {
  private static final int CHUNK_BYTES = 8_192;
  private static final boolean RAW = true;

  private Deflate() {}

  static ByteString deflate(ByteString body) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, RAW);
    try {
      deflater.setInput(body.asReadOnlyByteBuffer());
      deflater.finish();
      ByteString.Output out = ByteString.newOutput();
      byte[] chunk = new byte[CHUNK_BYTES];
      while (!deflater.finished()) {
        out.write(chunk, 0, deflater.deflate(chunk));
      }
      return out.toByteString();
    } finally {
      deflater.end();
    }
  }

  /**
   * The inflated body. Memory grows with what is inflated and never beyond the limit by more than one chunk, whatever the input promises.
   *
   * @throws OpenFailure if the input is not exactly one DEFLATE stream, or inflates to more than {@link Limits#BODY_BYTES}
   */
  static ByteString inflate(ByteString deflated) throws OpenFailure {
    Inflater inflater = new Inflater(RAW);
    try {
      inflater.setInput(deflated.asReadOnlyByteBuffer());
      ByteString.Output out = ByteString.newOutput();
      byte[] chunk = new byte[CHUNK_BYTES];
      while (!inflater.finished()) {
        int inflated = inflater.inflate(chunk);
        boolean stuck = inflated == 0 && !inflater.finished();
        if (stuck || out.size() + inflated > Limits.BODY_BYTES) {
          throw new OpenFailure(OpenFailure.Reason.BAD_INFLATION);
        }
        out.write(chunk, 0, inflated);
      }
      if (inflater.getRemaining() > 0) {
        throw new OpenFailure(OpenFailure.Reason.BAD_INFLATION);
      }
      return out.toByteString();
    } catch (DataFormatException e) {
      throw new OpenFailure(OpenFailure.Reason.BAD_INFLATION);
    } finally {
      inflater.end();
    }
  }
}
