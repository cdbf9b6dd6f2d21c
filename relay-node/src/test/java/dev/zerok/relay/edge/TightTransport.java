package dev.zerok.relay.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sockets for whose bytes the system has hardly any room, so that what a peer takes is soon seen in the relay's own queue. */
final class TightTransport extends NioTransport implements io.vertx.core.transport.Transport {
  private static final int SEND_BUFFER = 4_096;

  private final List<Channel> accepted = new CopyOnWriteArrayList<>();

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(config, domainSocket, bootstrap);
    bootstrap.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER);
    bootstrap.handler(new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object child) throws Exception {
        accepted.add((Channel) child);
        super.channelRead(context, child);
      }
    });
  }

  /** Bytes that the relay wrote to the socket accepted last and that the system did not take yet. */
  long waiting() throws Exception {
    Channel last = accepted.getLast();
    return last.eventLoop()
        .submit(
            () -> {
              var out = last.unsafe().outboundBuffer();
              return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
            })
        .get();
  }

  @Override
  public String name() {
    return "tight";
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    return new IllegalStateException("it is available");
  }

  @Override
  public Transport implementation() {
    return this;
  }
}
