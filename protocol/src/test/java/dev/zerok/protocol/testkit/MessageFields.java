package dev.zerok.protocol.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;

/** A protobuf message's fields under their names in the schema; fields that have their default value are absent. */
public final class MessageFields {
  private MessageFields() {}

  public static VectorObject of(Message message) {
    VectorObject object = new VectorObject();
    message.getAllFields().forEach((field, value) -> add(object, field, value));
    return object;
  }

  @SuppressWarnings("unchecked") // protobuf gives the list type of each field type
  private static void add(VectorObject object, FieldDescriptor field, Object value) {
    String name = field.getName();
    if (field.isRepeated()) {
      switch (field.getJavaType()) {
        case MESSAGE ->
            object.objects(name, ((List<Message>) value).stream().map(MessageFields::of).toList());
        case BYTE_STRING -> object.hexes(name,
            ((List<ByteString>) value).stream().map(ByteString::toByteArray).toList());
        case STRING -> object.texts(name, (List<String>) value);
        default -> throw new IllegalArgumentException(
            "no vector form for repeated " + field.getFullName());
      }
      return;
    }
    switch (field.getJavaType()) {
      case MESSAGE -> object.object(name, of((Message) value));
      case BYTE_STRING -> object.hex(name, (ByteString) value);
      case STRING -> object.text(name, (String) value);
      case BOOLEAN -> object.flag(name, (Boolean) value);
      case INT -> object.u32(name, (Integer) value);
      case LONG -> object.u64(name, (Long) value);
      case ENUM -> object.text(name, ((EnumValueDescriptor) value).getName());
      default -> throw new IllegalArgumentException("no vector form for " + field.getFullName());
    }
  }
}
