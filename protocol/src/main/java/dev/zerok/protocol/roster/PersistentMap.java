package dev.zerok.protocol.roster;

import org.jspecify.annotations.Nullable;

/**
 * An immutable map whose {@link #with} shares all but a few nodes with the map it came from: a hash array mapped trie (Bagwell 2001)
 * with 32 branches a level, without removal.
 *
 * <p>Why not a copy of a HashMap: a roster of 10 000 entries remembers 30 000 keys, and every append must leave the former roster
 * as it was. Keys must hash well: ids, hashes and small numbers do.
 */
final class PersistentMap<K, V> {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;
  private static final int LAST_SHIFT = 30;

  private final @Nullable Node<K, V> root;

  private PersistentMap(@Nullable Node<K, V> root) {
    this.root = root;
  }

  static <K, V> PersistentMap<K, V> empty() {
    return new PersistentMap<>(null);
  }

  /** The key's value, null if there is none. */
  @Nullable
  V get(K key) {
    int hash = key.hashCode();
    Node<K, V> node = root;
    for (int shift = 0; node instanceof Branch<K, V> branch; shift += BITS) {
      int bit = bit(hash, shift);
      node = (branch.bitmap & bit) == 0 ? null : branch.children[branch.position(bit)];
    }
    for (Leaf<K, V> leaf = (Leaf<K, V>) node; leaf != null; leaf = leaf.next) {
      if (leaf.hash == hash && leaf.key.equals(key)) {
        return leaf.value;
      }
    }
    return null;
  }

  boolean containsKey(K key) {
    return get(key) != null;
  }

  /** This map with the key's value set or replaced. */
  PersistentMap<K, V> with(K key, V value) {
    return new PersistentMap<>(put(root, 0, new Leaf<>(key.hashCode(), key, value, null)));
  }

  private static <K, V> Node<K, V> put(@Nullable Node<K, V> node, int shift, Leaf<K, V> added) {
    if (node == null) {
      return added;
    }
    if (node instanceof Branch<K, V> branch) {
      return branch.put(shift, added);
    }
    Leaf<K, V> leaf = (Leaf<K, V>) node;
    if (leaf.hash == added.hash) {
      return leaf.put(added);
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) Branch<K, V> split =
        new Branch<K, V>(bit(leaf.hash, shift), new Node[]{leaf});
    return split.put(shift, added);
  }

  private static int bit(int hash, int shift) {
    return 1 << ((hash >>> shift) & MASK);
  }

  private sealed interface Node<K, V> permits Branch, Leaf {}

  /** One child for every set bit, in the order of the bits. */
  private static final class Branch<K, V> implements Node<K, V> {
    final int bitmap;
    final Node<K, V>[] children;

    Branch(int bitmap, Node<K, V>[] children) {
      this.bitmap = bitmap;
      this.children = children;
    }

    int position(int bit) {
      return Integer.bitCount(bitmap & (bit - 1));
    }

    Branch<K, V> put(int shift, Leaf<K, V> added) {
      if (shift > LAST_SHIFT) {
        throw new IllegalStateException("leaves of equal hash share a leaf list, never a branch");
      }
      int bit = bit(added.hash, shift);
      int at = position(bit);
      if ((bitmap & bit) != 0) {
        Node<K, V>[] changed = children.clone();
        changed[at] = PersistentMap.put(children[at], shift + BITS, added);
        return new Branch<>(bitmap, changed);
      }
      @SuppressWarnings({"unchecked", "rawtypes"}) Node<K, V>[] grown =
          new Node[children.length + 1];
      System.arraycopy(children, 0, grown, 0, at);
      grown[at] = added;
      System.arraycopy(children, at, grown, at + 1, children.length - at);
      return new Branch<>(bitmap | bit, grown);
    }
  }

  /** Keys of one hash value, as a list: nearly always of one. */
  private static final class Leaf<K, V> implements Node<K, V> {
    final int hash;
    final K key;
    final V value;
    final @Nullable Leaf<K, V> next;

    Leaf(int hash, K key, V value, @Nullable Leaf<K, V> next) {
      this.hash = hash;
      this.key = key;
      this.value = value;
      this.next = next;
    }

    Leaf<K, V> put(Leaf<K, V> added) {
      Leaf<K, V> result = added;
      for (Leaf<K, V> leaf = this; leaf != null; leaf = leaf.next) {
        if (!leaf.key.equals(added.key)) {
          result = new Leaf<>(hash, leaf.key, leaf.value, result);
        }
      }
      return result;
    }
  }
}
