import type { InputField } from '@segment/actions-core'
import { onlyFor } from './parameters'
import { firstOf, property } from './paths'

/** The fields of the order: products and amounts. */
export const orderFields: Record<string, InputField> = {
  contents: {
    label: 'Contents',
    description:
      'The products of the event, which TikTok uses for catalog ads such as Video Shopping Ads. Missing details and products without any details are left out.',
    type: 'object',
    multiple: true,
    defaultObjectUI: 'keyvalue',
    additionalProperties: false,
    properties: {
      price: {
        label: 'Price',
        description: 'The price of one unit, in Currency. A price in another currency is left out.',
        type: 'string'
      },
      quantity: { label: 'Quantity', description: 'The number of units.', type: 'string' },
      content_category: {
        label: 'Content Category',
        description: 'The category of the product. Several categories are joined with commas.',
        type: 'string',
        multiple: true
      },
      content_id: {
        label: 'Content ID',
        description: 'The ID of the product or product group, the same as in your TikTok catalog.',
        type: 'string'
      },
      content_name: { label: 'Content Name', description: 'The name of the product.', type: 'string' },
      brand: { label: 'Brand', description: 'The brand of the product.', type: 'string', multiple: true }
    }
  },
  content_type: {
    label: 'Content Type',
    description:
      'Whether the IDs in Contents and Content IDs are those of products (SKUs) or of product groups. The default for events with products is Product. Events without products have no content type.',
    type: 'string',
    dynamic: true
  },
  content_ids: {
    label: 'Content IDs',
    description:
      'The IDs of the products or product groups, which TikTok uses for Video Shopping Ads. When they are missing, they are the IDs in Contents.',
    type: 'string',
    multiple: true,
    default: property('content_ids')
  },
  num_items: {
    label: 'Number of Items',
    description:
      'The number of items in the checkout or order, as a whole number. When it is missing, it is the sum of the quantities in Contents, where a missing one is 1.',
    type: 'string',
    default: property('num_items')
  },
  currency: {
    label: 'Currency',
    description:
      'The currency of Value and of the prices in Contents, as a three-letter ISO 4217 code such as USD. Names and signs of a currency are read as well. A currency that cannot be read is left out, together with Value.',
    type: 'string',
    placeholder: 'USD',
    default: property('currency')
  },
  value: {
    label: 'Value',
    description:
      'The total value of the order or of the products, in Currency, such as 12.50 or $1,234.56; it keeps a currency that it names itself. When it is missing, it is calculated from Contents, unless the event has a total that is not mapped; 0 counts as a value. An event with a negative value is not sent.',
    type: 'string',
    default: firstOf(property('value'), property('revenue'), property('total'))
  },
  calculate_value: {
    label: 'Calculate Value from Products',
    description:
      'Whether a missing Value is the sum of price times quantity in Contents, and a missing Number of Items the sum of the quantities. Without a currency, and beside a total of the event that is not mapped, no value is calculated. On by default.',
    type: 'boolean',
    default: true
  },
  order_id: {
    label: 'Order ID',
    description: 'The ID of the order. Left out when it is missing.',
    type: 'string',
    default: property('order_id')
  },
  shop_id: {
    label: 'Shop ID',
    description: 'The ID of the shop. Left out when it is missing.',
    type: 'string',
    default: property('shop_id')
  },
  description: {
    label: 'Description',
    description: 'A description of the item or page. Left out when it is missing.',
    type: 'string'
  },
  query: {
    label: 'Query',
    description: 'The text the person searched for. Left out when it is missing.',
    type: 'string',
    default: property('query')
  },
  search_string: {
    label: 'Search String',
    description: 'The searched text, if it is to differ from Query. The default is Query.',
    type: 'string',
    displayMode: 'collapsed'
  },
  customer_type: {
    label: 'Customer Type',
    description:
      'Whether the customer is new or returning. Sent with web events only, and left out when it is missing.',
    type: 'string',
    dynamic: true,
    depends_on: onlyFor({ event_source: 'web' })
  },
  delivery_category: {
    label: 'Delivery Category',
    description:
      'The way the customer gets the order: in store, curbside, or by home delivery. Left out when it is missing.',
    type: 'string',
    dynamic: true,
    default: property('delivery_category')
  },
  predicted_ltv: {
    label: 'Predicted Lifetime Value',
    description:
      'The total value that you expect from the customer. Left out when it is missing, but 0 counts as a value.',
    type: 'string',
    default: property('predicted_ltv')
  }
}
