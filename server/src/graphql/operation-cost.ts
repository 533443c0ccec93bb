/** What an operation can cost at most, in points, from its document and variables alone: known before anything is resolved. */
import {
  getArgumentValues,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type ExecutionArgs,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { fieldCosts, type FieldCost, type Given } from './field-costs.ts';

/** Whatever is asked. */
export const pointsOfOperation = 10;
/** A question of history; an object of the answer is one. */
export const pointsOfLookUp = 50;

/** Of a selection: for each object that it is made of, and for all of them together. */
interface Cost {
  readonly each: number;
  readonly together: number;
}
type Asked = Omit<ExecutionArgs, 'contextValue'>;
const nothing: Cost = { each: 0, together: 0 };

/**
 * What @skip and @include leave out counts, and of the types of a union each: it is a bound. The document is valid. What
 * can't be run, as a variable is wrong, costs what every operation does.
 */
export function operationCost(args: Asked, slotSeconds: number): number {
  const known = knownOf(args.document);
  const question = JSON.stringify([args.operationName, slotSeconds, args.variableValues]);
  const before = known.get(question);
  if (before !== undefined) return before;
  const points = counted(args, slotSeconds);
  if (known.size >= mostRemembered) known.clear();
  if (question.length <= longestRemembered) known.set(question, points);
  return points;
}

/** A page asks the same again and again. Remembered by document, which Yoga keeps for each text. */
const costsOf = new WeakMap<DocumentNode, Map<string, number>>();
const mostRemembered = 50;
const longestRemembered = 2000;

function knownOf(document: DocumentNode): Map<string, number> {
  let known = costsOf.get(document);
  if (known === undefined) costsOf.set(document, (known = new Map()));
  return known;
}

function counted({ schema, document, operationName, variableValues }: Asked, slotSeconds: number): number {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return pointsOfOperation;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, {
    maxErrors: 1,
  });
  if (coerced === undefined) return pointsOfOperation;
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const { each, together } = new CountedDocument(schema, fragments, coerced, slotSeconds).costOf(
    root,
    operation.selectionSet,
    0,
  );
  return Math.ceil(pointsOfOperation + each + together);
}

class CountedDocument {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Given;
  readonly #slotSeconds: number;
  /** A fragment is counted once for each length of page: a chain of them would otherwise double at every link. */
  readonly #known = new Map<string, Cost>();

  constructor(
    schema: GraphQLSchema,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: Given,
    slotSeconds: number,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
    this.#slotSeconds = slotSeconds;
  }

  /** `page`: rows of the page that the selection is part of. */
  costOf(type: GraphQLNamedType, { selections }: SelectionSetNode, page: number): Cost {
    let each = 0;
    let together = 0;
    for (const selected of selections) {
      const cost =
        selected.kind === Kind.FIELD
          ? this.#costOfField(type, selected, page)
          : selected.kind === Kind.FRAGMENT_SPREAD
            ? this.#costOfFragment(selected.name.value, page)
            : this.costOf(this.#typeNamed(selected.typeCondition?.name.value, type), selected.selectionSet, page);
      each += cost.each;
      together += cost.together;
    }
    return { each, together };
  }

  #typeNamed(name: string | undefined, otherwise: GraphQLNamedType): GraphQLNamedType {
    return (name === undefined ? undefined : this.#schema.getType(name)) ?? otherwise;
  }

  #costOfFragment(name: string, page: number): Cost {
    const key = `${name} ${page}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const type = fragment && this.#schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && type ? this.costOf(type, fragment.selectionSet, page) : nothing;
    this.#known.set(key, cost);
    return cost;
  }

  #costOfField(type: GraphQLNamedType, node: FieldNode, page: number): Cost {
    const name = node.name.value;
    const own = fieldCosts.get(`${type.name}.${name}`) ?? {};
    const lookUps = (own.lookUps ?? 0) * pointsOfLookUp;
    const together = (own.sharedLookUps ?? 0) * pointsOfLookUp;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    // What is found below the introspection is counted with the field that begins it.
    if (field === undefined || isLeafType(getNamedType(field.type)) || !node.selectionSet)
      return { each: lookUps, together };
    const given = this.#given(own, field, node);
    if (given === null) return nothing;
    const below = this.costOf(getNamedType(field.type), node.selectionSet, own.page?.(given) ?? page);
    const rows = isListType(getNullableType(field.type)) ? this.#rowsOf(own, given, page) : 1;
    return { each: lookUps + rows * (1 + below.each), together: together + below.together };
  }

  #rowsOf({ rows = 1 }: FieldCost, given: Given, page: number): number {
    if (typeof rows === 'number') return rows;
    return rows === 'page' ? page : rows(given, this.#slotSeconds);
  }

  /** Null when they can't be read: then the field is an error of its own. */
  #given(own: FieldCost, field: GraphQLField<unknown, unknown>, node: FieldNode): Given | null {
    if (own.page === undefined && typeof own.rows !== 'function') return {};
    try {
      return getArgumentValues(field, node, this.#variables);
    } catch {
      return null;
    }
  }
}
