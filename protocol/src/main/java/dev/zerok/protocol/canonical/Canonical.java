package dev.zerok.protocol.canonical;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.zerok.protocol.error.ProtocolViolation;
import java.util.List;
import java.util.Map;

/**
 * Canonical bytes: fields ascending, varints minimal, defaults absent, nothing unknown (PROTOCOL.md § 1). Our messages have no map
 * fields, and the generated encoder writes exactly this form; so "canonical" is "decodes, knows every field, and encodes to
 * the same bytes again".
 */
public final class Canonical {
  private Canonical() {}

  /**
   * The canonical bytes of a message that we made.
   *
   * @throws IllegalArgumentException if it holds unknown fields: such a message was received, not made
   */
  public static byte[] encode(Message message) {
    if (hasUnknownFields(message)) {
      throw new IllegalArgumentException("a message with unknown fields has no canonical bytes");
    }
    return message.toByteArray();
  }

  /**
   * Decodes what a peer says are canonical bytes.
   *
   * @throws ProtocolViolation INVALID_MESSAGE unless they are (CANON-1) and hold nothing unknown at any depth (CANON-2)
   */
  public static <T extends Message> T decode(Parser<T> parser, ByteString bytes)
      throws ProtocolViolation {
    T message;
    try {
      message = parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw ProtocolViolation.invalid("Signed bytes do not decode.");
    }
    requireNothingUnknown(message);
    if (!message.toByteString().equals(bytes)) {
      throw ProtocolViolation.invalid("Signed bytes are not in canonical form.");
    }
    return message;
  }

  /**
   * Refuses a message that holds something unknown at any depth (CANON-2): for messages that are hashed as they stand in a frame.
   *
   * @throws ProtocolViolation INVALID_MESSAGE if it does
   */
  public static void requireNothingUnknown(Message message) throws ProtocolViolation {
    if (hasUnknownFields(message)) {
      throw ProtocolViolation
          .invalid("A signed message holds an unknown field: update this program.");
    }
  }

  private static boolean hasUnknownFields(Message message) {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      return true;
    }
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && valueHasUnknownFields(field.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean valueHasUnknownFields(Object value) {
    if (value instanceof List<?> repeated) {
      for (Object element : repeated) {
        if (hasUnknownFields((Message) element)) {
          return true;
        }
      }
      return false;
    }
    return hasUnknownFields((Message) value);
  }
}
