package dev.zerok.protocol.testkit;

import dev.zerok.protocol.crypto.CryptoProvider;
import dev.zerok.protocol.crypto.bc.BouncyCastleProvider;
import dev.zerok.protocol.crypto.conscrypt.ConscryptProvider;
import dev.zerok.protocol.crypto.jca.JdkProvider;
import java.util.ArrayList;
import java.util.List;

/** The crypto providers of this machine, so that one case can run on all of them. */
public final class ProvidersHere {
  private ProvidersHere() {}

  /** Bouncy Castle first, then the JDK, then Conscrypt where it loads; where it does not, the reason is printed. */
  public static List<CryptoProvider> all() {
    List<CryptoProvider> here = new ArrayList<>();
    here.add(new BouncyCastleProvider());
    here.add(new JdkProvider());
    ConscryptProvider.Search search = ConscryptProvider.search();
    if (search instanceof ConscryptProvider.Search.Found found) {
      here.add(found.provider());
    } else if (search instanceof ConscryptProvider.Search.Absent absent) {
      System.out.println("SKIPPED on Conscrypt: " + absent.reason());
    }
    return List.copyOf(here);
  }
}
