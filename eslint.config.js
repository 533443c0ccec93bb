/** Lint of schema.graphql alone, for what a client of the API sees. TypeScript is linted by oxlint. */
import graphqlPlugin from '@graphql-eslint/eslint-plugin';

const { configs, parser } = graphqlPlugin;

export default [
  {
    files: ['schema.graphql'],
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema: 'schema.graphql' } } },
    plugins: { '@graphql-eslint': graphqlPlugin },
    rules: {
      ...configs['flat/schema-recommended'].rules,
      ...configs['flat/schema-relay'].rules,
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          DirectiveDefinition: true,
          EnumValueDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
        },
      ],
      '@graphql-eslint/input-name': 'error',
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
      '@graphql-eslint/relay-edge-types': [
        'error',
        {
          withEdgeSuffix: true,
          // A dead letter is a row of a log: nothing links to it, so it has no id.
          shouldImplementNode: false,
          // A series is bounded by its time range and not paged.
          listTypeCanWrapOnlyEdgeType: false,
        },
      ],
      // What is no Node is a value, and has no identity of its own.
      '@graphql-eslint/strict-id-in-types': 'off',
      // The rule require-deprecation-date wants an argument that @deprecated does not have: the reason says when.
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'Directive[name.value="deprecated"]:not(:has(Argument[name.value="reason"] > [value=/; removed after \\d{4}-\\d{2}-\\d{2}$/]))',
          message: 'The reason of @deprecated ends with "; removed after YYYY-MM-DD".',
        },
      ],
    },
  },
];
