package dev.zerok.example;

import dev.zerok.client.SyncClient;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.id.DeviceId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A phone is lost: put it out of the group, from any admin device. */
public final class LostPhone {
  private LostPhone() {}

  /** The devices that a person may choose from: all but this one. */
  static List<DeviceId> others(SyncClient client) {
    return client.devices()
        .stream()
        .filter(device -> !device.self())
        .map(MemberDevice::id)
        .toList();
  }

  /**
   * From its completion on the phone gets nothing any more, and what is pushed is sealed under a key that it never had. What it already
   * received it keeps: nobody can take that back.
   */
  static CompletableFuture<String> remove(SyncClient client, DeviceId phone) {
    return client.remove(phone)
        .handle((done, failure) -> {
          if (failure == null) {
            return "The phone is out.";
          }
          Throwable cause = failure.getCause() == null ? failure : failure.getCause();
          return cause instanceof SyncProblem problem
              ? String.valueOf(problem.getMessage()) // NOT_ADMIN, UNKNOWN_DEVICE: says what to do
              : "Something went wrong: " + cause;
        });
  }
}
