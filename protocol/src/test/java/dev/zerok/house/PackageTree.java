package dev.zerok.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rule that packages form a tree.
 *
 * <p>It is asked once per package that has sub-packages: neither those sub-trees among each other nor
 * the package itself with one of them may depend on each other in a circle.
 */
public final class PackageTree {
  private PackageTree() {}

  /** Fails, naming every circle, unless the packages from {@code rootPackage} down form a tree. */
  public static void check(JavaClasses classes, String rootPackage) {
    for (String parent : parents(classes, rootPackage)) {
      slices()
          .assignedFrom(new ChildrenOf(parent))
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  private static SortedSet<String> parents(JavaClasses classes, String rootPackage) {
    var parents = new TreeSet<String>();
    for (JavaClass type : classes) {
      String name = type.getPackageName();
      while (name.startsWith(rootPackage + ".")) {
        name = name.substring(0, name.lastIndexOf('.'));
        parents.add(name);
      }
    }
    return parents;
  }

  /** One slice for each sub-tree right below a package, and one for the package's own classes. */
  private record ChildrenOf(String parent) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      if (name.equals(parent)) {
        return SliceIdentifier.of(parent);
      }
      if (!name.startsWith(parent + ".")) {
        return SliceIdentifier.ignore();
      }
      int end = name.indexOf('.', parent.length() + 1);
      return SliceIdentifier.of(end < 0 ? name : name.substring(0, end));
    }

    @Override
    public String getDescription() {
      return "the packages right below " + parent + ", and itself,";
    }
  }
}
